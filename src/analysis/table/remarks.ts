import { isIn, type Sql, sql, textOfJson } from '../../archive/engine/sql.ts'
import { all, type Work } from '../../archive/engine/work.ts'
import { countComparedInPart, countStuck } from '../../archive/read/count-calls.ts'
import { whereOf } from '../../archive/select/select.ts'
import type { CallSelection } from '../../domain/filter.ts'
import type { Overruled } from '../../domain/measures/overruled.ts'
import { WORDS_FOR_NOTHING } from '../../domain/nothing.ts'
import type { Plan } from '../define/question.ts'

/** What a reader of the numbers has to know of the calls themselves. */
export interface Remarks {
  /** Calls of which evidence counted more than what the API says, by what that was. */
  overruled: Partial<Record<Overruled, number>>
  /** Calls that are not over although they began more than a day before. */
  stuck: number
  /** Calls of which turns are compared with the latest others only, where repetition is asked for. */
  comparedInPart: number
  /** Texts for "nothing" among the collected values that count, by what they are. */
  wordsForNothing: [word: string, count: number][]
}

/** What each of them is about; asked for only there. */
const CONCERNS: Record<Overruled, RegExp> = {
  tool: /^tool|^transfer_rate|^containment|^handoff/,
  transfer: /^agent_transfer_rate/,
}

const REPETITION = /repetition_rate/

export function* remarksOf({ filter, window }: CallSelection, plan: Plan, now: number): Work<Remarks> {
  const where = whereOf(filter, window)
  const names = [...plan.metrics, ...plan.groups].map(({ name }) => name)
  const kinds = (Object.keys(CONCERNS) as Overruled[]).filter(kind => names.some(name => CONCERNS[kind].test(name)))
  const fields = names.flatMap(name => (name.startsWith('data:') ? [name.slice('data:'.length)] : []))
  return {
    overruled: kinds.length > 0 ? yield* overruledCalls(where, kinds) : {},
    stuck: yield* countStuck(where, now),
    comparedInPart: names.some(name => REPETITION.test(name)) ? yield* countComparedInPart(where) : 0,
    wordsForNothing:
      fields.length > 0 || names.includes('collected') ? yield* wordsForNothing(where, names, fields) : [],
  }
}

function* overruledCalls(where: Sql, kinds: readonly Overruled[]): Work<Remarks['overruled']> {
  const query = sql`
    SELECT c.overruled, count(*) AS calls FROM conversations c
    WHERE c.overruled IS NOT NULL AND (${where}) GROUP BY c.overruled`
  const found: Remarks['overruled'] = {}
  for (const row of yield* all(query)) {
    const has = String(row.overruled).split(',')
    for (const kind of kinds) if (has.includes(kind)) found[kind] = (found[kind] ?? 0) + Number(row.calls)
  }
  return found
}

const MOST_WORDS = 10

function* wordsForNothing(
  where: Sql,
  names: readonly string[],
  fields: readonly string[],
): Work<Remarks['wordsForNothing']> {
  const isAsked = names.includes('collected') ? sql`TRUE` : isIn(sql`u.field_id`, fields)
  const word = sql`CASE WHEN u.value LIKE '"%' THEN trim(lower(${textOfJson(sql`u.value`)})) END`
  const query = sql`
    SELECT u.value, count(*) AS calls FROM conversations c JOIN collected u ON u.conversation = c.id
    WHERE ${isIn(word, WORDS_FOR_NOTHING)} AND ${isAsked} AND (${where})
    GROUP BY u.value ORDER BY calls DESC, u.value LIMIT ${MOST_WORDS}`
  return (yield* all(query)).map(({ value, calls }) => [JSON.parse(String(value)), Number(calls)])
}
