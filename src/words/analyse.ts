import { copyOf } from './copy.ts'
import { folded, HIDDEN } from './spelling.ts'
import { stemOf } from './stem.ts'

/*
 * What the words of a text are. Queries, the index and the marks in quotes all ask here, and whatever stores words only
 * compares them, so that the same is found wherever they are stored. No dictionary is used and nothing that differs
 * between versions of Node: what one server wrote another one finds.
 */

/** A word of a text. */
export interface Token {
  /** As it is written, folded: small plain letters, digits without what groups them. */
  form: string
  /** The form without its English ending. */
  stem: string
  /** Position in the text, the end not included. Two words may share one: ½ is 1 and 2. */
  start: number
  end: number
}

/**
 * Digits in groups of three are one word: 5,000 · 1.234.567 · 12'000. Runs of letters without end, which are no words,
 * are cut, so that a regular expression bears them.
 */
const ASCII_WORD = /(?:[a-z]{1,100}|(?<![0-9.,'])[0-9]{1,3}(?:[.,'][0-9]{3}){1,20}(?![0-9])|[0-9]{1,100}){1,100}/g
const ASCII_GROUPING = /[0-9][.,'][0-9]/
const GROUPING = /[.,'’\u00a0\u202f\u2009]/g
const GROUPED = String.raw`(?<![\p{N}.,'’])\p{N}{1,3}(?:[.,'’\u00a0\u202f\u2009]\p{N}{3}){1,20}(?!\p{N})`

/** Scripts that put no spaces between words: each letter counts as a word, and a word is a phrase of them. */
const UNSPACED = String.raw`[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]&&[\p{L}\p{N}\p{M}]]`
/** What belongs to such a letter: marks, hidden characters, half-width voice marks, a vowel that Unicode takes apart. */
const ITS_MARKS = String.raw`[\p{M}${HIDDEN}\uff9e\uff9f\u0e33\u0eb3]`
/** One emoji; those joined into one picture, and the letters of a flag, are several. */
const EMOJI = String.raw`[[\p{Extended_Pictographic}\p{Regional_Indicator}]--[©®™\p{L}\p{N}]]`
/** Letters and what they carry; squared and letter-like signs are several letters in one, such as ㎏ and №. */
const LETTER = String.raw`[[\p{L}\p{M}\p{Co}${HIDDEN}\u3200-\u33ff\u2100-\u2121\u2123-\u214f]--${UNSPACED}--${EMOJI}]`
const DIGIT = String.raw`[\p{N}--${UNSPACED}]`

const WORD = new RegExp(
  String.raw`${UNSPACED}${ITS_MARKS}{0,20}|${EMOJI}[\p{M}\p{Emoji_Modifier}\u200b]{0,20}|(?:${LETTER}{1,100}|${GROUPED}|${DIGIT}{1,100}){1,100}`,
  'gv',
)

/** Nothing but what is shown as it is, or sets words apart; the sign that is also written in numbers stands in none. */
const isPlain = (text: string): boolean =>
  !/[^\t\n\v\f\r -~‘’“”–—…]/.test(text) && !(text.includes('’') && /[0-9]’|’[0-9]/.test(text))

/** The words of the text, in order. Takes time in proportion to its length. */
export function analyse(text: string): Token[] {
  const parts = analyseInPieces(text)
  for (;;) {
    const { done, value } = parts.next()
    if (done) return value
  }
}

/** Words that are looked for in one go: some milliseconds. */
const A_PIECE = 10_000

/** The same in pieces. */
export function* analyseInPieces(text: string): Generator<undefined, Token[], void> {
  const tokens: Token[] = []
  let pause = A_PIECE
  if (isPlain(text)) {
    for (const { 0: word, index: start } of text.toLowerCase().matchAll(ASCII_WORD)) {
      const form = plainDigits(word)
      tokens.push({ form, stem: stemOf(form), start, end: start + word.length })
      if (tokens.length < pause) continue
      pause += A_PIECE
      yield
    }
    return tokens
  }
  for (const { 0: word, index: start } of text.matchAll(WORD)) {
    for (const form of formsOf(word)) tokens.push({ form, stem: stemOf(form), start, end: start + word.length })
    if (tokens.length < pause) continue
    pause += A_PIECE
    yield
  }
  return tokens
}

/** The same words without their places and stems, for an index: added to the list. */
export function* formsInPieces(text: string, forms: string[]): Generator<undefined, void, void> {
  if (!isPlain(text)) {
    if (text.length > A_PIECE) for (const { form } of yield* analyseInPieces(text)) forms.push(form)
    else for (const word of text.match(WORD) ?? []) for (const form of formsOf(word)) forms.push(form)
    return
  }
  const isGrouped = ASCII_GROUPING.test(text)
  for (const word of text.toLowerCase().match(ASCII_WORD) ?? []) forms.push(isGrouped ? plainDigits(word) : word)
}

const MOST_REMEMBERED = 20_000
const known = new Map<string, readonly string[]>()

/** Usually one; none where a word is made of hidden characters alone. */
function formsOf(word: string): readonly string[] {
  const remembered = known.get(word)
  if (remembered) return remembered
  if (known.size === MOST_REMEMBERED) known.clear()
  const forms = Array.from(folded(plainDigits(word)).matchAll(WORD), ([form]) => form)
  known.set(copyOf(word), forms.map(copyOf))
  return forms
}

const plainDigits = (word: string): string => (word.length < 5 ? word : word.replace(GROUPING, ''))
