import type { Row, Value } from '../../engine/values.ts'

/* What the main thread and a reader say to each other; plain data. */

/** What a reader is started with: the path of the file. */
export interface ReaderStart {
  path: string
}

/** One statement; `end`: whatever comes next is a question of its own, at another moment; `close`: nothing comes. */
export type Request = { want: 'all' | 'first'; text: string; values: Value[] } | { want: 'end' } | { want: 'close' }

/** One for each statement, and one when the file is open. */
export type Answer = { told: Row[] | Row | undefined } | { failed: string; errcode: number }
