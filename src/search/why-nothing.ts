import type { Database } from '../archive/engine/database.ts'
import { type Sql, sql } from '../archive/engine/sql.ts'
import { isAmongSelected } from '../archive/words/index-rows.ts'
import { countAll } from './common.ts'
import { holdingAll, holdingOne, type Role } from './expression.ts'
import type { Totals } from './hits.ts'
import type { Query } from './query.ts'

/** Why a search found nothing. */
export interface Nothing {
  words: WordCount[]
  /** What all words together would find without the filter and the window. */
  elsewhere: Totals
}

export interface WordCount {
  text: string
  /** Places in the selected calls (turns, and title and summary as one) that hold the word; 0: it is missing. */
  places: number
  /** There are more: it stops counting at 1,000. */
  orMore: boolean
}

const MOST_COUNTED = 1_000

/** @param where the selected calls; null: there are none */
export function whyNothing(db: Database, query: Query, role: Role | undefined, where: Sql | null): Nothing {
  const words = query.wanted.map(term => {
    const places = where === null ? 0 : countPlaces(db, holdingOne(term, query, role), where)
    return { text: term.text, places, orMore: places === MOST_COUNTED }
  })
  const everywhere = sql`c.deleted_at IS NULL`
  return { words, elsewhere: countAll(db, { match: holdingAll(query, role), where: everywhere }) }
}

function countPlaces(db: Database, match: string, where: Sql): number {
  const count = sql`
    SELECT count(*) AS places FROM (
      SELECT 1 FROM words WHERE words MATCH ${match}
        AND ${isAmongSelected(where)} LIMIT ${MOST_COUNTED}
    )`
  return Number(db.get(count.sql, count.params)!.places)
}
