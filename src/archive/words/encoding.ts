import { stemOf } from '../../words/stem.ts'
import type { Phrase } from './query.ts'

/*
 * Words as the index holds and compares them. A text is written twice into its column, with blanks between the words:
 * all stems, then all forms with a sign before each, so that a word can be looked for by either, and a phrase, too.
 * An engine parts them at the blanks and changes nothing.
 */

const OF_FORM = '='

/** Only words with such letters have stems; a text without any is written once, and looked for in that writing. */
const HAS_STEMS = /[a-z]/

/** @param forms of all words of the text, in order */
export function inColumn(forms: readonly string[]): string {
  if (forms.length === 0) return ''
  const stems = forms.map(stemOf).join(' ')
  if (!forms.some(form => HAS_STEMS.test(form))) return `${stems} `
  // Texts that grow by a word at a time would be made of as many parts, which are dear to the collector.
  return `${stems} ${OF_FORM}${forms.join(` ${OF_FORM}`)} `
}

/** The words of a phrase in the writing that they are looked for in. */
export function writtenWords({ words, exact }: Phrase): string[] {
  const sign = exact && words.some(word => HAS_STEMS.test(word)) ? OF_FORM : ''
  return words.map(word => sign + word)
}

/** Stems and forms, each kind in the order of the text. */
export function partsOf(column: string): string[][] {
  const words = column.split(' ').filter(word => word !== '')
  return [words.filter(word => !word.startsWith(OF_FORM)), words.filter(word => word.startsWith(OF_FORM))]
}
