import type { Database } from '../../archive/engine/database.ts'
import type { Plan } from '../define/question.ts'
import type { Scalar } from '../read/columns.ts'
import type { Value } from './answer.ts'

/** What is shown for a row's key. */
export type Labels = (row: number) => Value[]

export function labelsOf(db: Database, { groups }: Plan, zone: string, keys: readonly (readonly Scalar[])[]): Labels {
  const shows = groups.map(({ name, group: { clock, show } }, place): ((value: Scalar) => Value) => {
    if (name === 'agent') return agentNames(db, new Set(keys.map(key => key[place]!)))
    if (clock) return bucket => (bucket === null ? null : clock.show(Number(bucket), zone))
    return show ?? (value => value)
  })
  return row => keys[row]!.map((value, place) => shows[place]!(value))
}

const NEWEST_NAME = `
SELECT agent_name AS name FROM conversations
WHERE agent_id = ? AND agent_name IS NOT NULL AND deleted_at IS NULL ORDER BY started_at DESC LIMIT 1`

/** Names that several agents bear, and agents without one, are told apart by their ids. */
function agentNames(db: Database, ids: ReadonlySet<Scalar>): (id: Scalar) => Value {
  const names = new Map([...ids].map(id => [id, db.get(NEWEST_NAME, [id])?.name as string | undefined]))
  const bearers = new Map<string, number>()
  for (const name of names.values()) if (name) bearers.set(name, (bearers.get(name) ?? 0) + 1)
  return id => {
    const name = names.get(id)
    return !name ? id || null : bearers.get(name) === 1 ? name : `${name} (${id})`
  }
}
