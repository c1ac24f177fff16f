import { type Sql, sql } from '../../engine/sql.ts'
import { first, type Work } from '../../engine/work.ts'
import type { Nothing, WordCount } from '../../words/find.ts'
import type { Query, Role } from '../../words/query.ts'
import { countAll } from './common.ts'
import { holdingAll, holdingOne } from './expression.ts'
import { isAmongSelected } from './index-rows.ts'

const MOST_COUNTED = 1_000

/** @param where the selected calls; null: there are none */
export function* whyNothing(query: Query, role: Role | undefined, where: Sql | null): Work<Nothing> {
  const words: WordCount[] = []
  for (const term of query.wanted) {
    const places = where === null ? 0 : yield* countPlaces(holdingOne(term, query, role), where)
    words.push({ text: term.text, places, orMore: places === MOST_COUNTED })
  }
  const everywhere = sql`c.deleted_at IS NULL`
  return { words, elsewhere: yield* countAll({ match: holdingAll(query, role), where: everywhere }) }
}

function* countPlaces(match: string, where: Sql): Work<number> {
  const count = sql`
    SELECT count(*) AS places FROM (
      SELECT 1 FROM words WHERE words MATCH ${match}
        AND ${isAmongSelected(where)} LIMIT ${MOST_COUNTED}
    )`
  return Number((yield* first(count))!.places)
}
