import type { Scalar, ToldColumns } from '../read/told-columns.ts'

/** The units of all calls, those of a call together. */
export interface UnitList {
  /** By call: where its units begin, and how many they are. */
  starts: Int32Array
  sizes: Int32Array
  /** By unit: a number of each; where it has none, NaN. */
  numbers(place: number): Float64Array
}

/** Of a table. */
export interface UnitTable extends UnitList {
  /** By unit. */
  cells(place: number): Scalar[]
}

const COMMA = 0x2c
const OPEN = 0x5b
const CLOSE = 0x5d
const ZERO = 0x30
const NINE = 0x39

/**
 * Of a column of calls in which each has a list of numbers. There may be millions of them: they are read as they stand in
 * the text, without an array for each call.
 */
export function unitsInLists(calls: ToldColumns, place: number): UnitList {
  const text = calls.text(place)
  const [starts, sizes] = [new Int32Array(calls.size), new Int32Array(calls.size)]
  let numbers = new Float64Array(calls.size)
  let [call, units] = [0, 0]
  for (let at = 1; at < text.length - 1; at++) {
    let sign = text.charCodeAt(at)
    if (sign === OPEN) starts[call] = units
    else if (sign === CLOSE) sizes[call] = units - starts[call++]!
    else if (sign !== COMMA) {
      const from = at
      let number = 0
      for (; sign >= ZERO && sign <= NINE; sign = text.charCodeAt(++at)) number = 10 * number + (sign - ZERO)
      const isWhole = sign === COMMA || sign === CLOSE
      while (sign !== COMMA && sign !== CLOSE) sign = text.charCodeAt(++at)
      if (units === numbers.length) numbers = grown(numbers)
      // What is not whole, or `null`.
      numbers[units++] = isWhole && number <= Number.MAX_SAFE_INTEGER ? number : Number(text.slice(from, at))
      at--
    }
  }
  return { starts, sizes, numbers: () => numbers }
}

function grown(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const more = new Float64Array(2 * numbers.length)
  more.set(numbers)
  return more
}

/**
 * Of a table of units.
 * @param ids place of our own ids of their calls
 * @param calls by our own ids: their numbers
 */
export function unitsInOneList(units: ToldColumns, ids: number, calls: ReadonlyMap<number, number>): UnitTable {
  const [starts, sizes] = [new Int32Array(calls.size), new Int32Array(calls.size)]
  const ofCalls = units.cells(ids) as number[]
  for (let from = 0; from < ofCalls.length; ) {
    const id = ofCalls[from]!
    let end = from + 1
    while (ofCalls[end] === id) end++
    const call = calls.get(id)!
    starts[call] = from
    sizes[call] = end - from
    from = end
  }
  const cells = (place: number) => units.cells(place) as Scalar[]
  return { starts, sizes, cells, numbers: place => Float64Array.from(cells(place), cell => (cell as number) ?? NaN) }
}
