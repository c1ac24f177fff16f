import type { Reads, ViewShape } from './messages.ts'

/* What a statement may do is asked by SQLite itself, of everything, when it has understood the statement. */

/** SQLite's own numbers. */
const READ = 20
const SELECT = 21
const FUNCTION = 31
const RECURSIVE = 33

/** They make rows of their arguments. */
export const TABLE_FUNCTIONS = ['json_each', 'json_tree']
/** Tables that look into the database itself, whoever made it. */
export const INTERNAL_TABLE = /^(sqlite_|pragma_|dbstat|bytecode|tables_used|json|fts|rtree|geopoly)/i
const INTERNAL_FUNCTION = /^(fts|rtree|geopoly|sqlite|load_|session|snippet|highlight|bm25)/i

/** Only to select, from the views; what is read of them is noted in `reads`. */
export function mayRead(
  views: readonly ViewShape[],
  reads: Reads,
  action: number,
  first: string | null,
  second: string | null,
): boolean {
  if (action === SELECT || action === RECURSIVE) return true
  if (action === FUNCTION) return !INTERNAL_FUNCTION.test(second ?? '')
  if (action !== READ) return false
  if (TABLE_FUNCTIONS.includes(first ?? '')) return true
  const view = views.find(({ name }) => name === first)
  // What has a name and no column is counted only: a table of the statement's own (WITH), or one of SQLite's.
  if (!view) return second === '' && !INTERNAL_TABLE.test(first ?? '')
  const known = reads[view.name] ?? []
  reads[view.name] = known
  // Where only rows are counted no column is named.
  if (second && !known.includes(second)) known.push(second)
  return true
}
