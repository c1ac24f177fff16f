import { closingQuote } from '../exact-json.ts'
import type { Announced, Origin } from './names.ts'

/** A name in the JSON of a tool: as it stands, and as that of a field of each origin or in a telephone's. */
export interface Member extends Readonly<Record<Origin | 'phone', string>> {
  name: string
  announces: boolean
  may: number
}

/** The field in which a literal of JSON stands, where its literals are gone through from the first to the last. */
export class FieldOfJson {
  name: string
  readonly #json: string
  readonly #origin: Origin
  readonly #announced: Announced
  /** Up to there all belongs to a telephone. */
  #phoneEnd: number

  /** @param name of the field that holds it all */
  constructor(json: string, name: string, announced: Announced) {
    this.name = name
    this.#json = json
    this.#origin = /result/i.test(name) ? 'result' : 'variable'
    this.#announced = announced
    this.#phoneEnd = announced(name) === 'phone' ? json.length : 0
  }

  /** From here on it is that member's. */
  begin(member: Member, valueStart: number): void {
    const isInPhone = valueStart < this.#phoneEnd
    this.name = member[isInPhone ? 'phone' : this.#origin]
    if (!isInPhone && this.#announced(this.name) === 'phone') this.#phoneEnd = endOfHolder(this.#json, valueStart)
  }
}

/** Where the object or list ends that begins there; the place itself where something else does. */
function endOfHolder(json: string, start: number): number {
  let depth = 0
  for (let at = start; at < json.length; at++) {
    const sign = json[at]!
    if (sign === '"') at = closingQuote(json, at)
    else if (sign === '{' || sign === '[') depth++
    else if ((sign === '}' || sign === ']') && --depth === 0) return at
    if (depth === 0 && sign.trim() !== '') return start
  }
  return start
}
