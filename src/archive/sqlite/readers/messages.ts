import type { Recipe } from '../../engine/recipe.ts'
import type { Row, Value } from '../../engine/values.ts'
import type { Tallied, Row as TalliedRow } from '../../tally/tally.ts'

/* What the main thread and a reader say to each other; plain data. */

/** What a reader is started with: the path of the file. */
export interface ReaderStart {
  path: string
}

export interface Asked {
  text: string
  values: Value[]
}

/**
 * One statement; or some that tell columns, which are counted there, and then as many `more` as there are further rows;
 * `end`: whatever comes next is a question of its own, at another moment; `close`: nothing comes.
 */
export type Request =
  | ({ want: 'all' } & Asked)
  | ({ want: 'first' } & Asked)
  | { want: 'count'; asked: Asked[]; recipe: Recipe }
  | { want: 'more' }
  | { want: 'end' }
  | { want: 'close' }

/** What was counted, the first of its rows with it. */
export interface Counted {
  tallied: Tallied
  isMore: boolean
}

export interface More {
  rows: TalliedRow[]
  isMore: boolean
}

/** One for each request but the last two, and one when the file is open. */
export type Answer = { told: Row[] | Row | Counted | More | undefined } | { failed: string; errcode: number }
