import { matchesOf } from './finder.ts'

/** What words of numbers say, in digits; in English, German, Spanish, French, Italian, Portuguese and Dutch. */
const SINGLE: Record<string, string> = {
  '0': 'zero oh null cero zéro nul',
  '1': 'one eins uno un um één',
  '2': 'two zwei zwo dos deux due dois twee',
  '3': 'three drei tres trois tre três drie',
  '4': 'four vier cuatro quatre quattro quatro',
  '5': 'five fünf cinco cinq cinque vijf',
  '6': 'six sechs seis sei meia zes',
  '7': 'seven sieben siete sept sette sete zeven',
  '8': 'eight acht ocho huit otto oito',
  '9': 'nine neun nueve neuf nove negen',
}
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ')
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const TIMES: Record<string, number> = { double: 2, triple: 3, doppel: 2, doble: 2, triplo: 3 }

const DIGITS = new Map([
  ...Object.entries(SINGLE).flatMap(([digit, words]) => words.split(' ').map(word => [word, digit] as const)),
  ...TEENS.map((word, at) => [word, String(10 + at)] as const),
  ...TENS.map((word, at) => [word, String(10 * (2 + at))] as const),
  ['hundred', '00'] as const,
  ['thousand', '000'] as const,
])

export const NUMBER_WORDS = [...DIGITS.keys(), ...Object.keys(TIMES)]
/** What people say between two of them. */
export const FILLERS = 'um uh uhm äh euh and then dash minus'.split(' ')

const WORD = NUMBER_WORDS.join('|')
const TOKEN = String.raw`(?:${WORD}|\d{1,4})(?![\p{L}\d])`
const BETWEEN = String.raw`(?:[\s,.;…–—-]+(?:(?:${FILLERS.join('|')})[\s,.…]+){0,4})`

/** At least four words, among them one that is no figure. */
export const SPOKEN = new RegExp(
  String.raw`(?<![\p{L}\d$€£])(?!\d{1,2}[,.;])(?:${TOKEN})(?:${BETWEEN}${TOKEN}){3,40}(?!\s*(?:dollars?|euros?|pounds?|percent|%))`,
  'giu',
)
const A_WORD = new RegExp(String.raw`(?<![\p{L}\d])(?:${WORD})(?![\p{L}\d])`, 'iu')
/** Whether any of its digits is said, not written. */
export const saysNumber = (text: string): boolean => A_WORD.test(text)

const TOKENS = new RegExp(String.raw`(?<!\p{L})${TOKEN}`, 'giu')

/** "four one five, double five" → 41555. */
export function digitsSaid(text: string): string {
  let [said, times, tens] = ['', 1, false]
  for (const [token] of matchesOf(text.toLowerCase(), TOKENS)) {
    const repeated = TIMES[token]
    if (repeated !== undefined) {
      times = repeated
      continue
    }
    const digits = DIGITS.get(token) ?? token
    // "forty two" is 42, "forty" alone 40.
    const isUnit = tens && digits.length === 1 && digits !== '0' && DIGITS.has(token)
    said = isUnit ? said.slice(0, -1) + digits : said + digits.repeat(times)
    times = 1
    tens = TENS.includes(token)
  }
  return said
}
