import { withoutUnseen } from '../../words/spelling.ts'
import { asTyped, inAnyForm, isFindable } from './phrase.ts'
import type { Query, Term } from './query.ts'

const isPrefix = ({ phrases }: Term): boolean => phrases.some(({ star }) => star)

/** A sentence, not a page. */
const MOST_TERMS = 32

/** Each stands for some hundred or thousand words. */
const MOST_PREFIXES = 4

/** Quotes of other keyboards and languages. */
const QUOTES = /[“”„‟«»]/g

/** A phrase, or what stands between white space. The no-break space of 5 000 belongs to the number. */
const ITEM = /-?=?"(?<phrase>[^"]+)"\*?|(?:[^\s"]|(?<=\p{N})[\u00a0\u202f\u2009](?=\p{N}))+/gu

/** Inside of a word. */
const HYPHEN = /(?<=[\p{L}\p{N}])[-\u2010\u2011](?=[\p{L}\p{N}])/gu

/** After a single letter a star would stand for a tenth of all words. */
const LONE_LETTER = /(?<![\p{L}\p{N}])[0-9A-Za-z][^\p{L}\p{N}]*$/u

/**
 * Reads what a person types, and takes everything for something:
 * - `refund order`: both words, in any form (refunds, refunded); case, accents and signs do not matter
 * - `"refund my order"`: these words one after the other, each in any form
 * - `=refund`, `="refund my order"`: in this form only, not refunds
 * - `-gift`, `-"gift card"`: not this
 * - `deliver*`, `"basic eco*"`: every word that begins with these letters; it takes two at least
 * - `refund OR "money back"`: either; it binds the two beside it, and elsewhere is a word
 * - all else is text: `C++` is c, `call-back` is call back or callback, `AND` is a word, a lone quote is nothing
 */
export function parseQuery(typed: string): Query {
  const query: Query = { wanted: [], excluded: [], ignored: [] }
  const items = [...withoutUnseen(typed).replace(QUOTES, '"').matchAll(ITEM)]
  const isWanted = (at: number): boolean => items[at] !== undefined && items[at][0] !== OR && !isMinus(items[at][0])
  const isOr = (at: number): boolean => items[at]?.[0] === OR && isWanted(at - 1) && isWanted(at + 1)
  let [prefixes, alternatives] = [0, 0]
  // What an OR after it adds to; null: it is not looked for.
  let before: Term | null = null
  for (const [at, { 0: item, groups }] of items.entries()) {
    if (isOr(at)) continue
    const isExcluded = isMinus(item)
    const { phrase } = groups!
    const said = isExcluded ? item.slice(1) : item
    const isExact = said.length > 1 && said.startsWith('=')
    const term =
      phrase === undefined ? wordTerm(isExact ? said.slice(1) : said, isExact) : phraseTerm(phrase, item, isExact)
    const terms = isExcluded ? query.excluded : query.wanted
    const isKnown = !isOr(at - 1) && !isOr(at + 1) && terms.some(one => isSame(one, term))
    // A star that cannot count is said, not dropped.
    const isStarLost = item.includes('*') && !isPrefix(term) && isFindable(term.text)
    const isLoneStar = isStarLost && /^[0-9A-Za-z]\P{L}*$/u.test(term.text)
    if (isStarLost && !isLoneStar) query.ignored.push(`* of ${item}`)
    const isFull = terms.length + (isExcluded ? 0 : alternatives) === MOST_TERMS
    const isTooMuch = isFull || (isPrefix(term) && prefixes === MOST_PREFIXES)
    const isLookedFor = isFindable(term.text) && !isLoneStar && !isTooMuch
    if (isLookedFor && !isKnown && isPrefix(term)) prefixes++
    if (isKnown) before = null
    else if (!isLookedFor) {
      query.ignored.push(item)
      if (!isOr(at - 1)) before = null
    } else if (isOr(at - 1) && before) {
      alternatives++
      before.text += ` ${OR} ${term.text}`
      before.phrases = [...before.phrases, ...term.phrases]
    } else {
      terms.push(term)
      before = term
    }
  }
  return query
}

/** Between two that are wanted. */
const OR = 'OR'

const isMinus = (item: string): boolean => item.length > 1 && item.startsWith('-')

const isSame = (one: Term, other: Term): boolean =>
  one.text === other.text &&
  one.kind === other.kind &&
  one.phrases.every(({ exact, star }, at) => exact === other.phrases[at]?.exact && star === other.phrases[at]?.star)

function phraseTerm(phrase: string, item: string, isExact: boolean): Term {
  const text = phrase.replace(/\s*\*+\s*$/, '')
  const isBeginning = (item.endsWith('*') || text !== phrase) && !LONE_LETTER.test(text)
  return { text, kind: 'phrase', phrases: [isExact || isBeginning ? asTyped(text, isBeginning) : inAnyForm(text)] }
}

function wordTerm(word: string, isExact: boolean): Term {
  const text = word.replace(/\*+$/, '')
  const spellings = [...new Set([text, text.replace(HYPHEN, '')])]
  return text === word || LONE_LETTER.test(text)
    ? {
        text,
        kind: 'word',
        phrases: spellings.map(spelling => (isExact ? asTyped(spelling, false) : inAnyForm(spelling))),
      }
    : { text, kind: 'prefix', phrases: spellings.map(text => asTyped(text, true)) }
}
