/* What both threads say to each other; plain data. */

export type Cell = string | number | null

/** A view as the database declares it. */
export interface ViewShape {
  name: string
  /** Columns that name a row, which are always filled. */
  key: string[]
  columns: { name: string; type: string }[]
}

/** Values of some columns, each a list, or the JSON text of one; all are equally long. */
export interface Rows {
  view: string
  columns: string[]
  values: (string | readonly Cell[])[]
  size: number
}

/** How much of a result is given back. */
export interface ResultLimits {
  rows: number
  /** Characters of all cells together. */
  characters: number
}

export type Request =
  | { do: 'prepare'; sql: string }
  | { do: 'add'; rows: Rows }
  | { do: 'run'; sql: string; limits: ResultLimits }

/** Columns that a statement reads, by view. Those that are only named by USING or NATURAL are not among them. */
export type Reads = Record<string, string[]>

export interface Result {
  columns: string[]
  rows: Cell[][]
  /** There were more rows than the limits allow. */
  hasMore: boolean
}

/** `error`: SQLite's own words; `full`: its memory is. */
export type Answer = { reads: Reads } | { result: Result } | { added: true } | { error: string } | { full: true }

/** What a worker is started with. */
export interface WorkerStart {
  /** SQLite, compiled. */
  module: WebAssembly.Module
  views: ViewShape[]
  /** Bytes of memory. */
  memory: number
  /** Unix seconds. */
  now: number
}
