import { foldText } from '../archive/words/normalise-text.ts'
import { learn, termsOf } from '../archive/words/terms.ts'
import type { Phrase } from './phrase.ts'

/*
 * `pay*`. The index holds stems (pays as pai, payment as payment), and SQLite stems what stands before a star, too: by
 * itself `pay*` would look for pai… and find no payment, `bus*` would look for bu… and find but.
 */

/** Appended to letters they make a word whose stem is the letters themselves: bus + ness → bus, one + e → one. */
const PADDINGS = ['', 'e', 'ness', 'ism']

/** What English words may go on with and stems leave out. */
const ENDINGS = (
  's es e ed ing ings y ies ied er ers or ors ly ' +
  'ion ions ation ations ational ator ators ate ates ated ating ative al ally ality alism ' +
  'ize izes ized izing izer ization ise able ible ably bility ability ance ances ence ences ency ant ants ent ents ' +
  'ment ments ement ements ic ical icity icate ity ities ive ively iveness ivity ful fully fulness ous ously ousness ' +
  'ness ism ist iti'
).split(' ')

/**
 * Phrases that together find every word that begins with the last word of the text, and all other forms of these words,
 * as everywhere: `authoriz*` finds authorize, whose stem is author.
 */
export function prefixPhrases(text: string): Phrase[] {
  const [, head = '', last = ''] = /^(.*?)([\p{L}\p{N}\p{M}]*)[^\p{L}\p{N}\p{M}]*$/su.exec(foldText(text)) ?? []
  const letters = last
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize()
  const longer = [last, ...ENDINGS.flatMap(ending => completions(last, ending))]
  learn([...longer, ...PADDINGS.map(padding => last + padding)])
  const padding = PADDINGS.find(padding => termsOf(last + padding).join(' ') === letters) ?? ''
  const byStem = new Map(longer.map(word => [termsOf(word).join(' '), word]))
  const shortened = [...byStem].filter(([stem]) => !stem.startsWith(letters)).map(([, word]) => word)
  return [{ text: head + last + padding, star: true }, ...shortened.map(word => ({ text: head + word, star: false }))]
}

/** The letters may hold the beginning of the ending: authoriz + e, generati + on. */
const completions = (letters: string, ending: string): string[] =>
  Array.from(ending, (_, given) => given)
    .filter(given => letters.toLowerCase().endsWith(ending.slice(0, given)))
    .map(given => letters + ending.slice(given))
