import type { Draw } from './draw.ts'

/* What invented callers and agents say: words as often as in real talk, a few all the time and most hardly ever. */

/** The most frequent first. */
const FREQUENT = (
  'the you to I and a your it is that for of my in can have on order this with me will we are do not be was but so ' +
  'what please thank if just at can let know no yes now help would like number when here there one time okay call ' +
  'check day account get today from see email sure right any how also want need address delivery may more card about ' +
  'still service sorry work phone name up then make back ask find way week card payment refund ticket tomorrow date ' +
  'price change send wait cancel question product store open problem moment return delay confirm invoice parcel'
).split(' ')

/** Names, serials, slips and foreign words make most of the words that an index holds. */
const WORDS = 100_000
const ONSETS = 'b br c ch d dr f fl g gr h j k l m n p pr qu r s sh st t tr v w z'.split(' ')
const VOWELS = 'a e i o u ai ea ou'.split(' ')

function invented(rank: number): string {
  let word = ''
  for (let rest = rank; rest > 0 || word === ''; rest = Math.floor(rest / (ONSETS.length * VOWELS.length))) {
    word += ONSETS[rest % ONSETS.length]! + VOWELS[Math.floor(rest / ONSETS.length) % VOWELS.length]!
  }
  return `${word}n`
}

const VOCABULARY = Array.from({ length: WORDS }, (_, rank) => FREQUENT[rank] ?? invented(rank))

/** Said some forty times in two million turns. */
export const RARE_WORD = VOCABULARY.at(-7)!
/** Said in half of the turns. */
export const COMMON_WORD = FREQUENT[0]!
/** Said in one of fifty turns of callers. */
export const PHRASE = 'where is my order'

/** By the law of Zipf. */
export function talk(words: number, draw: Draw): string {
  const said: string[] = []
  for (let count = 0; count < words; count++) said.push(VOCABULARY[draw.skewed(WORDS) - 1]!)
  return said.join(' ')
}

export const callerSays = (words: number, draw: Draw): string =>
  draw.chance(0.02) ? `${talk(words, draw)} ${PHRASE}` : talk(words, draw)

export const toolAsked = (draw: Draw): string =>
  JSON.stringify({ order_id: `A${draw.whole(10_000, 99_999)}`, email: `${talk(1, draw)}@example.com` })

export const toolAnswered = (draw: Draw): string =>
  JSON.stringify({ status: draw.pick(['delivered', 'on its way', 'not found']), items: [talk(2, draw), talk(2, draw)] })
