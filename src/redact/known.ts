/** So few are looked for one by one. */
const FEW = 16

/** Texts that may be parts of others: looked for in a time that hardly grows with their number. */
export class Parts implements Iterable<string> {
  readonly #all = new Set<string>()
  readonly #byLength = new Map<number, Set<string>>()
  readonly #firstChars = new Set<number>()
  /** Characters of the shortest one. */
  shortest = Number.POSITIVE_INFINITY

  get size(): number {
    return this.#all.size
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#all[Symbol.iterator]()
  }

  add(part: string): void {
    if (part === '' || this.#all.has(part)) return
    this.#all.add(part)
    this.#firstChars.add(part.charCodeAt(0))
    this.shortest = Math.min(this.shortest, part.length)
    const alike = this.#byLength.get(part.length)
    if (alike) alike.add(part)
    else this.#byLength.set(part.length, new Set([part]))
  }

  /** Whether any stands in the text. */
  isIn(text: string): boolean {
    if (this.size > FEW) return !this.in(text).next().done
    for (const part of this.#all) if (text.includes(part)) return true
    return false
  }

  /** Where they stand in the text, in no order. */
  *placesIn(text: string): Generator<number> {
    for (const part of new Set(this.in(text)))
      for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) yield at
  }

  /** Those that stand in the text; one that stands there more than once may come more than once. */
  *in(text: string): Generator<string> {
    if (text.length < this.shortest) return
    if (this.size <= FEW) {
      for (const part of this.#all) if (text.includes(part)) yield part
      return
    }
    for (let at = 0; at <= text.length - this.shortest; at++) {
      if (!this.#firstChars.has(text.charCodeAt(at))) continue
      for (const [length, alike] of this.#byLength) {
        const part = text.slice(at, at + length)
        if (alike.has(part)) yield part
      }
    }
  }
}

/** No telephone number has fewer digits; so many at least are compared. */
export const FEWEST_DIGITS = 7
/** A country code or prefix may stand before a number or be left out: it is known by its last digits. */
export const KEY_DIGITS = 9

/** Telephone numbers by their keys. */
export class KnownPhones implements Iterable<string> {
  readonly #keys = new Set<string>()
  readonly #endings = new Map<string, string>()
  readonly #lastDigits = new Parts()

  get size(): number {
    return this.#keys.size
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#keys[Symbol.iterator]()
  }

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  add(key: string): void {
    if (this.#keys.has(key)) return
    this.#keys.add(key)
    this.#lastDigits.add(key.slice(-FEWEST_DIGITS))
    for (let length = FEWEST_DIGITS; length < KEY_DIGITS && length <= key.length; length++) {
      const ending = key.slice(-length)
      if (!this.#endings.has(ending)) this.#endings.set(ending, key)
    }
  }

  /** The first one that ends with these digits, of which there are fewer than a key has. */
  endingWith(digits: string): string | null {
    return this.#endings.get(digits) ?? null
  }

  /** Whether the last digits of any stand among these. */
  areIn(digits: string): boolean {
    return this.#lastDigits.isIn(digits)
  }
}
