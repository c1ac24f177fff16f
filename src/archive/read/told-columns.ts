import type { Row } from '../engine/values.ts'

/** What one call has in a column: one value, or a list of them. */
export type Scalar = string | number | null
export type Cell = Scalar | Scalar[]

/** Columns as one row tells them: `size`, and a JSON text for each, by place. */
export class ToldColumns {
  readonly size: number
  readonly #row: Row
  readonly #read = new Map<number, Cell[]>()

  constructor(row: Row) {
    this.#row = row
    this.size = Number(row.size)
  }

  /** What is known of the calls, each at the same place in every column. Parsed when asked for: of many it takes its time. */
  cells(place: number): Cell[] {
    const known = this.#read.get(place)
    if (known) return known
    const cells: Cell[] = JSON.parse(this.text(place))
    this.#row[nameOf(place)] = null
    this.#read.set(place, cells)
    return cells
  }

  /** The same as JSON. */
  text(place: number): string {
    return String(this.#row[nameOf(place)] ?? '[]')
  }
}

export const nameOf = (place: number): string => `c${place}`
