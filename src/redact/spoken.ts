import { passesLuhn } from './card.ts'
import { type Finder, type Finding, matchesOf, type Scope } from './finder.ts'
import type { RedactKind } from './kind.ts'
import { wordsOf } from './names.ts'
import { knownPhone, phoneKey, SHORTEST } from './phone-run.ts'
import { wordsAbout } from './phone-words.ts'
import { digitsSaid, SPOKEN, saysNumber } from './spoken-words.ts'
import { isSaidSsn } from './ssn.ts'

const MOST_OF_PHONE = 15
const MANY = 10

/** Numbers in words ("five five five, one two three four"), of the kind that their length and the words about them say. */
export const findSpoken =
  (kind: RedactKind): Finder =>
  (text, scope, field) => {
    const found: Finding[] = []
    for (const { 0: words, index: start } of matchesOf(text, SPOKEN)) {
      const said = { words, digits: digitsSaid(words), text, start, end: start + words.length, field }
      if (!/\p{L}/u.test(words) || kindOf(said, scope) !== kind) continue
      const plus = /\+ ?$/.exec(text.slice(Math.max(0, start - 2), start))?.[0] ?? ''
      found.push({
        start: start - plus.length,
        end: said.end,
        key: kind === 'phone' ? phoneOf(said.digits, scope) : said.digits,
      })
    }
    return found
  }

interface Said {
  words: string
  digits: string
  text: string
  start: number
  end: number
  field: string
}

function kindOf({ words, digits, text, start, end, field }: Said, scope: Scope): RedactKind | null {
  if (digits.length === 9 && isSaidSsn(text, start, field)) return 'id_number'
  // Somebody counts.
  if (digits.length < SHORTEST || '12345678910'.startsWith(digits)) return null
  const isInWords = saysNumber(words)
  if (isInWords && digits.length > 12 && digits.length < 20 && (passesLuhn(digits) || digits.length > MOST_OF_PHONE))
    return 'card'
  if (digits.length > MOST_OF_PHONE) return null
  if (knownPhone(scope.phones, digits) !== null) return 'phone'
  const about = wordsAbout(text, start, end, wordsOf(field))
  // "10 and 12 and 14" is no number: so many digits with nothing but "and" between them are one if that is said.
  if (!isInWords) return about === 'phone' && digits.length >= MANY ? 'phone' : null
  return about === 'other' ? null : 'phone'
}

function phoneOf(digits: string, { phones }: Scope): string {
  const key = knownPhone(phones, digits) ?? phoneKey(digits)
  phones.add(key)
  return key
}

const WORD = String.raw`[\p{L}\p{N}]+`
export const DOT_WORDS = 'dot punkt punto point ponto punt'.split(' ')
/** A sign says it, too. */
export const AT_WORDS = 'at arroba ät arobase chiocciola apenstaartje'.split(' ')
const DOT = `(?:${DOT_WORDS.join('|')})`
const AT = `(?:(?:${AT_WORDS.join('|')})(?: sign)?|@)`
const JOIN = `(?:${DOT}|underscore|dash|hyphen|minus|plus|guion|tiret|unterstrich|bindestrich)`
const TOP =
  '(?:com|org|net|edu|gov|io|co|info|biz|me|app|dev|de|ch|at|uk|fr|es|it|nl|pt|br|mx|eu|us|ca|au|in|example|test)'
/** Letter by letter, or words with signs between them. */
const LOCAL = String.raw`(?:(?:\p{L} ){2,20}|${WORD}(?: ${JOIN} ${WORD}){0,4} )`
const EMAIL = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?<local>${LOCAL})${AT} (?<domain>${WORD}(?: (?:${DOT}|dash|hyphen) ${WORD}){0,3}) ${DOT} (?<top>${TOP}(?: ${DOT} ${TOP})?)(?![\p{L}\p{N}])`,
  'giu',
)
/** "Look at example dot com" is a site. */
const NO_LOCAL =
  /^(?:look|us|me|it|online|site|website|page|here|there|available|find|visit|go|is|are|was|out|shop|store)$/i
const SIGNS: [RegExp, string][] = [
  [new RegExp(` ${DOT} `, 'giu'), '.'],
  [/ (?:underscore|unterstrich) /giu, '_'],
  [/ (?:dash|hyphen|minus|guion|tiret|bindestrich) /giu, '-'],
  [/ plus /giu, '+'],
]
const written = (said: string): string =>
  SIGNS.reduce((text, [word, sign]) => text.replace(word, sign), ` ${said.trim()} `.replace(/^ | $/g, '')).replaceAll(
    ' ',
    '',
  )

/** "jane at example dot com": the same person as under the address that is written. */
export const findSpokenEmails: Finder = text =>
  matchesOf(text, EMAIL).flatMap(({ 0: found, index: start, groups }) => {
    const local = groups!.local!.trim()
    if (NO_LOCAL.test(local)) return []
    const key = `${written(local)}@${written(groups!.domain!)}.${written(groups!.top!)}`.toLowerCase()
    return [{ start, end: start + found.length, key }]
  })
