/**
 * Heights of the rows of a long list, estimated until a row was seen, with sums in logarithmic time (a Fenwick tree:
 * P. M. Fenwick, "A new data structure for cumulative frequency tables", 1994).
 */
export class Heights {
  readonly #heights: Float64Array
  readonly #sums: Float64Array

  constructor(heights: readonly number[]) {
    this.#heights = new Float64Array(heights.length)
    this.#sums = new Float64Array(heights.length + 1)
    for (const [row, height] of heights.entries()) this.set(row, height)
  }

  get count(): number {
    return this.#heights.length
  }

  get total(): number {
    return this.offsetOf(this.count)
  }

  of(row: number): number {
    return this.#heights[row] ?? 0
  }

  set(row: number, height: number): void {
    const change = height - this.#heights[row]!
    this.#heights[row] = height
    for (let at = row + 1; at <= this.count; at += at & -at) this.#sums[at]! += change
  }

  /** Pixels above the row. */
  offsetOf(row: number): number {
    let sum = 0
    for (let at = Math.min(row, this.count); at > 0; at -= at & -at) sum += this.#sums[at]!
    return sum
  }

  /** The row at that pixel; the first or last one beyond the ends. */
  rowAt(offset: number): number {
    let row = 0
    let left = offset
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.count))); step > 0; step /= 2) {
      const next = row + step
      if (next <= this.count && this.#sums[next]! <= left) {
        row = next
        left -= this.#sums[next]!
      }
    }
    return Math.max(0, Math.min(row, this.count - 1))
  }
}
