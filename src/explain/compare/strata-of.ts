import type { Stratum } from '../../domain/statistics.ts'
import type { Tallied } from '../read/tallied.ts'
import { callsOf, type Fact } from './fact.ts'

/** What is known of a call and a row: nobody knows, it has not the fact, it has it. */
const [NO, YES] = [1, 2]
/** Rows whose marks fit into one number a call: 3 to the power of 8. */
const ROWS_A_BLOCK = 8

/** The marks of up to eight rows: of each call one number, whose digits to the base of 3 are the marks. */
class Block {
  readonly codes: Uint16Array
  rows = 0
  /** Calls of each group by code, of those where something is known; null: of all. */
  readonly #known = new Map<Tallied | null, Known>()

  constructor(calls: number) {
    this.codes = new Uint16Array(calls)
  }

  add(fact: Fact): void {
    const weight = 3 ** this.rows++
    const known = fact.of.known()
    for (let call = 0; call < this.codes.length; call++) if (known[call] === 1) this.codes[call]! += weight * NO
    for (const call of callsOf(fact)) this.codes[call]! += weight * (YES - NO)
    this.#known.clear()
  }

  /** @param of null: it is known of every call */
  counted(of: Tallied | null, sides: Uint8Array): Known {
    const found = this.#known.get(of)
    if (found) return found
    const known = of?.known()
    const n: Counts = [new Uint32Array(3 ** this.rows), new Uint32Array(3 ** this.rows)]
    for (let call = 0; call < this.codes.length; call++) {
      if (known === undefined || known[call] === 1) n[sides[call]!]![this.codes[call]!]!++
    }
    const codes = [...n[0].keys()].filter(code => n[0][code]! + n[1][code]! > 0)
    this.#known.set(of, { n, codes })
    return { n, codes }
  }
}

/** Of each group, by code. */
type Counts = readonly [Uint32Array, Uint32Array]

interface Known {
  n: Counts
  /** Those that any call has: a few of all. */
  codes: number[]
}

/** How a fact lies to one or several rows. */
export interface Lying {
  /** Calls by what is known of the rows: has, has not, unknown. */
  strata: Stratum[]
  /** Of one row: calls that have both facts, of those that have either, where this one is known. */
  overlap: number
}

/**
 * Facts beside rows, in strata of calls that agree in the rows. Calls are counted by the marks of all rows at once, so that
 * a fact takes one pass through its own calls, however many rows there are.
 */
export class Rows {
  readonly #sides: Uint8Array
  readonly #blocks: Block[] = []
  #count = 0

  constructor(sides: Uint8Array) {
    this.#sides = sides
  }

  add(fact: Fact): void {
    if (this.#count % ROWS_A_BLOCK === 0) this.#blocks.push(new Block(this.#sides.length))
    this.#blocks.at(-1)!.add(fact)
    this.#count++
  }

  /** Beside each row by itself, in their order, and beside the first rows together, as many as are wanted. */
  beside(fact: Fact, together: number): { each: Lying[]; all: Lying } {
    const calls = this.#blocks.length > 0 ? callsOf(fact) : []
    const each: Lying[] = []
    let all: Lying = { strata: [], overlap: 0 }
    const isKnownOfAll = fact.n[0] + fact.n[1] === this.#sides.length
    for (const [at, block] of this.#blocks.entries()) {
      const known = block.counted(isKnownOfAll ? null : fact.of, this.#sides)
      const k: Counts = [new Uint32Array(3 ** block.rows), new Uint32Array(3 ** block.rows)]
      for (const call of calls) k[this.#sides[call]!]![block.codes[call]!]!++
      for (let row = 0; row < block.rows; row++) each.push(lying(k, known, 3 ** row, 3))
      if (at === 0) all = lying(k, known, 1, 3 ** Math.min(together, block.rows))
    }
    return { each, all }
  }
}

/** Adds up the codes that have the same digits, from the one of this weight on. */
function lying(k: Counts, { n, codes }: Known, weight: number, strata: number): Lying {
  const sums = Array.from({ length: strata }, () => [0, 0, 0, 0])
  for (const code of codes) {
    const sum = sums[Math.floor(code / weight) % strata]!
    sum[0]! += k[0][code]!
    sum[1]! += n[0][code]!
    sum[2]! += k[1][code]!
    sum[3]! += n[1][code]!
  }
  const hits = sums.reduce((all, sum) => all + sum[0]! + sum[2]!, 0)
  const [, , has] = sums
  const both = has ? has[0]! + has[2]! : 0
  const either = has ? hits + has[1]! + has[3]! - both : 0
  return { strata: sums as unknown as Stratum[], overlap: either === 0 ? 0 : both / either }
}
