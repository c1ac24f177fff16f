import { hashed } from './word-hash.ts'

/** Places of the table: so many more than there are words of a call that few others share one. */
const PLACES = 8192
const [OTHER, LETTER, DIGIT] = [0, 1, 2]
/** Of ASCII. */
const KINDS = Uint8Array.from({ length: 127 }, (_, code) => {
  const char = String.fromCharCode(code)
  return /[a-z]/i.test(char) ? LETTER : /\d/.test(char) ? DIGIT : OTHER
})

/**
 * The letters or digits that words and phrases begin with, by a hash: one look at a text tells that none of many stands
 * in it as a word of its own. What begins otherwise is looked for one by one.
 */
export class FirstWords {
  #table: Uint8Array | null = null
  readonly #others: string[] = []

  /** @param phrase in small letters */
  add(phrase: string): void {
    const first = /^(?:[a-z]+|\d+)/.exec(phrase)?.[0]
    if (first === undefined) this.#others.push(phrase)
    else {
      this.#table ??= new Uint8Array(PLACES)
      let hash = 0
      for (let at = 0; at < first.length; at++) hash = hashed(hash, first.charCodeAt(at))
      this.#table[hash & (PLACES - 1)] = 1
    }
  }

  /** Whether any may stand there; true, too, of what is not all ASCII, since other signs may mean the same letters. */
  mayBeIn(text: string): boolean {
    const table = this.#table
    let hash = 0
    let last = OTHER
    for (let at = 0; at <= text.length; at++) {
      const code = at < text.length ? text.charCodeAt(at) : 0
      if (code > 126) return true
      const kind = KINDS[code]!
      if (kind !== last) {
        if (last !== OTHER && table !== null && table[hash & (PLACES - 1)] === 1) return true
        hash = 0
        last = kind
      }
      if (kind !== OTHER) hash = hashed(hash, code)
    }
    return this.#others.length > 0 && this.#others.some(phrase => text.toLowerCase().includes(phrase))
  }
}
