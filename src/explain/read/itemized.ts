import type { Cell } from '../../archive/read/columns.ts'
import type { Attribute } from '../facts/attribute.ts'
import { type Calls, type Counts, countsOf, MOST_VALUES, once, type Tallied, type Told } from './tallied.ts'

/** The calls that have a value, ascending. */
interface Holders {
  tally: OfKey
  calls: number[]
}

/** What is known of an attribute, or of one key of it. */
interface OfKey {
  /** Calls that have any value, and the last of them. */
  n: Counts
  last: number
  values: Map<string, Holders>
  isTooWide: boolean
}

/** The same few items come again and again. */
const MOST_REMEMBERED = 10_000

/** An attribute that calls have several of: each item is counted as it comes. */
export class Itemized {
  readonly #attribute: Attribute
  readonly #zone: string
  readonly #byKey = new Map<string, OfKey>()
  readonly #holders = new Map<Cell, Holders | null>()

  constructor(attribute: Attribute, zone: string) {
    this.#attribute = attribute
    this.#zone = zone
    if (attribute.form !== 'keyed') this.#of('')
  }

  /** @param calls numbers of the calls, by item, those of a call together; negative: it is not wanted */
  add(items: readonly Cell[], calls: Int32Array, { sides, isRead }: Told): void {
    const { needsDetail, form } = this.#attribute
    for (let at = 0; at < calls.length; at++) {
      const call = calls[at]!
      if (call < 0 || (needsDetail && isRead[call] !== 1)) continue
      const holders = this.#holdersOf(items[at]!)
      if (holders === null) continue
      const { tally } = holders
      if (tally.last !== call) {
        tally.last = call
        tally.n[sides[call]!]!++
        // Of a key a call has one value.
      } else if (form === 'keyed') continue
      if (!tally.isTooWide && holders.calls.at(-1) !== call) holders.calls.push(call)
    }
  }

  /** null: it is no value. */
  #holdersOf(item: Cell): Holders | null {
    const known = this.#holders.get(item)
    if (known !== undefined) return known
    const found = this.#find(item)
    if (this.#holders.size < MOST_REMEMBERED) this.#holders.set(item, found)
    return found
  }

  #find(item: Cell): Holders | null {
    const read = this.#attribute.read(item, this.#zone)
    if (read === null) return null
    const [key, value] = this.#attribute.form === 'keyed' ? (read as [string, string]) : ['', read[0]!]
    const tally = this.#of(key)
    const { values } = tally
    const known = values.get(value)
    if (known) return known
    const made: Holders = { tally, calls: [] }
    if (values.size === MOST_VALUES) {
      tally.isTooWide = true
      values.clear()
    } else if (!tally.isTooWide) values.set(value, made)
    return made
  }

  #of(key: string): OfKey {
    const known = this.#byKey.get(key)
    if (known) return known
    const made: OfKey = { n: [0, 0], last: -1, values: new Map(), isTooWide: false }
    this.#byKey.set(key, made)
    return made
  }

  tallied(told: Told): Tallied[] {
    const attribute = this.#attribute
    return [...this.#byKey].map(([key, { n, values, isTooWide }]) => {
      const isKeyed = attribute.form === 'keyed'
      const isNeverNone = isKeyed || attribute.isNeverNone === true
      const callsOf = (value: string): Calls => values.get(value)!.calls
      return {
        ...{ attribute, key: isKeyed ? key : null, isTooWide, callsOf },
        n: isNeverNone ? n : allOf(attribute, told),
        values: new Map([...values].map(([value, { calls }]) => [value, countsOf(calls, told.sides)])),
        known: once(() => (isNeverNone ? marksOf([...values.values()], told) : knownOf(attribute, told))),
      }
    })
  }
}

const allOf = ({ needsDetail }: Attribute, { calls, unread }: Told): Counts =>
  needsDetail ? [calls[0] - unread[0], calls[1] - unread[1]] : calls

const knownOf = ({ needsDetail }: Attribute, { isRead, calls }: Told): Uint8Array =>
  needsDetail ? isRead : new Uint8Array(isRead.length).fill(1, 0, calls[0] + calls[1])

function marksOf(holders: readonly Holders[], { isRead }: Told): Uint8Array {
  const marks = new Uint8Array(isRead.length)
  for (const { calls } of holders) for (const call of calls) marks[call] = 1
  return marks
}
