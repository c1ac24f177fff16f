import type { Cell } from '../../archive/read/columns.ts'
import type { Attribute, CallColumn } from '../facts/attribute.ts'
import { type Counts, MOST_VALUES, once, type Tallied, type Told } from './tallied.ts'

/** A column of calls, each by the number of its cell: the same few come again and again, and are read once. */
export class Coded {
  readonly #column: CallColumn
  /** By call: as wide as the largest needs, since there are as many as calls and columns. */
  #codes: Uint8Array | Uint16Array | Uint32Array
  readonly #numbers = new Map<Cell, number>()
  /** By cell: calls of each group that were read in full, then those of which only the list is known. */
  readonly #counts: number[] = []

  /** @param size calls that there will be */
  constructor(column: CallColumn, size: number) {
    this.#column = column
    this.#codes = new Uint8Array(size)
    const { few } = column
    if (few !== undefined) for (let cell = 0; cell <= few; cell++) this.#codeOf(cell < few ? cell : null)
  }

  /**
   * @param weight see `Place`
   * @param calls numbers of the calls, by cell; negative: it is not wanted
   */
  add(cells: readonly Cell[], weight: number, calls: Int32Array, { sides, isRead }: Told): void {
    const { coarse, few } = this.#column
    for (let at = 0; at < calls.length; at++) {
      const call = calls[at]!
      if (call < 0) continue
      const cell = cells[at]!
      const code =
        few === undefined
          ? this.#codeOf(coarse ? coarse(cell) : cell)
          : Math.floor((cell as number) / weight) % (few + 1)
      this.#codes[call] = code
      this.#counts[4 * code + (isRead[call] === 1 ? 0 : 2) + sides[call]!]!++
    }
  }

  #codeOf(cell: Cell): number {
    const known = this.#numbers.get(cell)
    if (known !== undefined) return known
    const code = this.#numbers.size
    this.#numbers.set(cell, code)
    this.#counts.push(0, 0, 0, 0)
    if (code === 2 ** 8) this.#codes = Uint16Array.from(this.#codes)
    if (code === 2 ** 16) this.#codes = Uint32Array.from(this.#codes)
    return code
  }

  tallied(attribute: Attribute, { isRead, calls, unread }: Told, zone: string): Tallied {
    const values = new Map<string, Counts>()
    const n: Counts = [0, 0]
    const read = [...this.#numbers.keys()].map((cell, code) => {
      const [first, second] = this.#countsOf(code, attribute)
      if (first + second === 0) return null
      const own = attribute.read(this.#column.isList ? JSON.parse(cell as string) : cell, zone)
      if (own === null) return null
      n[0] += first
      n[1] += second
      for (const value of own) {
        const sofar = values.get(value)
        if (!sofar) values.set(value, [first, second])
        else {
          sofar[0] += first
          sofar[1] += second
        }
      }
      return own
    })
    const isTooWide = values.size > MOST_VALUES
    if (isTooWide) values.clear()
    const some = attribute.needsDetail && unread[0] + unread[1] > 0 ? isRead : null
    const size = calls[0] + calls[1]
    /** By cell: 1 where it is such a one. */
    const having = (isIt: (own: readonly string[]) => boolean): Uint8Array =>
      Uint8Array.from(read, own => (own !== null && isIt(own) ? 1 : 0))
    const known = (): Uint8Array => {
      const has = having(() => true)
      const marks = new Uint8Array(isRead.length)
      for (let call = 0; call < size; call++) marks[call] = has[this.#codes[call]!]! & (some ? some[call]! : 1)
      return marks
    }
    const callsOf = (value: string): Uint32Array => {
      const has = having(own => own.includes(value))
      const [first, second] = values.get(value)!
      const numbers = new Uint32Array(first + second)
      for (let call = 0, at = 0; at < numbers.length; call++) {
        if (has[this.#codes[call]!] === 1 && (!some || some[call] === 1)) numbers[at++] = call
      }
      return numbers
    }
    return { attribute, key: null, n, values, isTooWide, known: once(known), callsOf }
  }

  #countsOf(code: number, { needsDetail }: Attribute): Counts {
    const counts = this.#counts
    const [first, second] = [counts[4 * code]!, counts[4 * code + 1]!]
    return needsDetail ? [first, second] : [first + counts[4 * code + 2]!, second + counts[4 * code + 3]!]
  }
}
