import { waysToWrite } from './dates.ts'
import { FirstWords } from './first-words.ts'
import type { RedactKind } from './kind.ts'
import { isPlaceholder } from './placeholder.ts'

/** A word or phrase that a call has named as somebody's name, address and the like. */
interface Known {
  kind: RedactKind
  key: string
  /** A part of a name: masked where it is written as a name. */
  isPart: boolean
}

/** So many of one call are looked for elsewhere in it; more are masked where they are named. */
const MOST = 500
const LONGEST = 120

/** Belong to names and to much else. */
const PARTICLES = new Set(
  'mr mrs ms miss dr prof sir the and von van der den del de da di la le el al bin ibn jr sr mc st san'.split(' '),
)
/** Names that begin many a sentence: masked with the rest of the name only. */
const WORDS_TOO = new Set(
  'will may mark bill can long young drew chase hope grace rich art so an do no summer winter autumn august april june sunday monday'.split(
    ' ',
  ),
)

interface Hit {
  start: number
  end: number
  kind: RedactKind
  key: string
}

/** What is known of one call, by how it is written, in small letters. */
export class KnownWords {
  /** What was added, in that order: so all of it can be added again. */
  readonly told: [RedactKind, string][] = []
  readonly #all = new Map<string, Known>()
  /** The ways of writing it, by what all of them have in common: of a day the year. */
  readonly #ways = new Map<string, string[]>()
  readonly #first = new FirstWords()
  /** The text that was looked at last: each kind is looked for by itself. */
  #last: { text: string; size: number; hits: Hit[] } = { text: '', size: 0, hits: [] }

  get size(): number {
    return this.#all.size
  }

  /** @returns the key of what the value names */
  add(kind: RedactKind, value: string): string {
    const phrase = plainOf(value)
    const known = this.#all.get(phrase)
    if (known && known.kind === kind) return known.key
    if (phrase.length > LONGEST || isPlaceholder(phrase)) return phrase
    const { size } = this
    if (kind === 'name') this.#addName(phrase)
    else
      for (const way of waysOf(kind, phrase)) this.#put(way, { kind, key: phrase, isPart: false }, YEAR.exec(way)?.[0])
    if (this.size > size) this.told.push([kind, phrase])
    return phrase
  }

  #addName(phrase: string): void {
    if (!/\p{L}{2}|[\p{sc=Han}\p{sc=Hangul}]/u.test(phrase)) return
    this.#put(phrase, { kind: 'name', key: phrase, isPart: !phrase.includes(' ') })
    const parts = phrase.split(/[\s,]+/)
    if (parts.length === 1) return
    for (const part of parts) {
      const isTelling = part.replace(/\P{L}/gu, '').length > 2 && !PARTICLES.has(part) && !WORDS_TOO.has(part)
      if (isTelling) this.#put(part.replace(/[.,]+$/, ''), { kind: 'name', key: phrase, isPart: true })
    }
  }

  #put(way: string, known: Known, common = way): void {
    if (this.#all.has(way) || this.#all.size >= MOST) return
    this.#all.set(way, known)
    this.#first.add(way)
    const ways = this.#ways.get(common)
    if (ways) ways.push(way)
    else this.#ways.set(common, [way])
  }

  isIn(text: string): boolean {
    return this.find(text).length > 0
  }

  /** From left to right, of two that begin there the longer. */
  find(text: string): readonly Hit[] {
    if (this.size === 0 || !this.#first.mayBeIn(text)) return []
    if (this.#last.text === text && this.#last.size === this.size) return this.#last.hits
    const hits = disjoint(this.#allIn(text))
    this.#last = { text, size: this.size, hits }
    return hits
  }

  #allIn(text: string): Hit[] {
    const small = inSmallLetters(text)
    const hits: Hit[] = []
    for (const [common, ways] of this.#ways) {
      if (!small.includes(common)) continue
      for (const way of ways) {
        const { kind, key, isPart } = this.#all.get(way)!
        for (let start = small.indexOf(way); start !== -1; start = small.indexOf(way, start + 1)) {
          const end = start + way.length
          if (isWhole(text, start, end) && !(isPart && way.length < RARE && /\p{Ll}/u.test(text.charAt(start))))
            hits.push({ start, end, kind, key })
        }
      }
    }
    return hits
  }
}

const YEAR = /\d{4}/
/** A part of a name with so many letters is hardly another word, and masked in small letters, too. */
const RARE = 6

function disjoint(hits: Hit[]): Hit[] {
  let end = 0
  return hits
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter(hit => {
      if (hit.start < end) return false
      end = hit.end
      return true
    })
}

/** As long as the text: a few capitals have two small letters. */
function inSmallLetters(text: string): string {
  const small = text.toLowerCase()
  return small.length === text.length
    ? small
    : text.replace(/./gsu, char => (char.toLowerCase().length === char.length ? char.toLowerCase() : char))
}

/** In scripts without blanks a name may stand between any two signs; elsewhere it is a word of its own. */
const isWhole = (text: string, start: number, end: number): boolean =>
  JOINED.test(text.charAt(start)) ||
  !(WORD_ENDS.test(text.slice(Math.max(0, start - 2), start)) || WORD_BEGINS.test(text.slice(end, end + 2)))
const JOINED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u
const WORD_ENDS = /[\p{L}\p{N}]$/u
const WORD_BEGINS = /^[\p{L}\p{N}]/u

function waysOf(kind: RedactKind, phrase: string): string[] {
  if (kind === 'birth') return [phrase, ...waysToWrite(phrase)].filter(one => one.length >= 6)
  // Short ones are in every text; a city and the like alone is no address.
  if (phrase.length < 5) return []
  const [street = ''] = phrase.split(',')
  return kind === 'address' && /\d/.test(street) && street.length >= 5 ? [phrase, street.trim()] : [phrase]
}

const plainOf = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase()
