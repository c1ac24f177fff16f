import { itemsOf, sql } from '../../archive/engine/sql.ts'
import { all, type Work } from '../../archive/engine/work.ts'
import type { Scalar } from '../../archive/read/columns.ts'
import { plainName } from '../../domain/plain-name.ts'
import type { Plan } from '../define/question.ts'
import type { Value } from './answer.ts'

/** What is shown for a row's key. */
export type Labels = (row: number) => Value[]

export function* labelsOf({ groups }: Plan, zone: string, keys: readonly (readonly Scalar[])[]): Work<Labels> {
  const byAgent = groups.findIndex(({ name }) => name === 'agent')
  const nameOf = byAgent < 0 ? null : yield* agentNames(new Set(keys.map(key => key[byAgent]!)))
  const shows = groups.map(({ group: { clock, show } }, place): ((value: Scalar) => Value) => {
    if (nameOf && place === byAgent) return nameOf
    if (clock) return bucket => (bucket === null ? null : clock.show(Number(bucket), zone))
    return show ?? (value => value)
  })
  return row => keys[row]!.map((value, place) => shows[place]!(value))
}

/** Names that several agents bear, and agents without one, are told apart by their ids. */
function* agentNames(ids: ReadonlySet<Scalar>): Work<(id: Scalar) => Value> {
  const names = yield* newestNames([...ids].filter(id => typeof id === 'string'))
  const bearers = new Map<string, number>()
  for (const name of names.values()) if (name) bearers.set(plainName(name), (bearers.get(plainName(name)) ?? 0) + 1)
  return id => {
    const name = names.get(id)
    return !name ? id || null : bearers.get(plainName(name)) === 1 ? name : `${name} (${id || 'no id'})`
  }
}

function* newestNames(ids: readonly string[]): Work<Map<Scalar, string | null>> {
  const rows = yield* all<{ id: string; name: string | null }>(sql`
    SELECT ids.value AS id, (SELECT c.agent_name FROM conversations c
      WHERE c.agent_id = ids.value AND c.agent_name IS NOT NULL AND c.deleted_at IS NULL
      ORDER BY c.started_at DESC NULLS LAST, c.id DESC LIMIT 1) AS name
    FROM ${itemsOf(sql`${JSON.stringify(ids)}`, 'ids')}`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
