/*
 * Text as it is indexed. The same folding on the way in and in queries makes different spellings meet; quotes come from
 * the original, so nothing is lost. Case, accents and English endings are folded by SQLite's tokenizer.
 */

/** Digits in groups of three: 5,000 · 1.234.567 · 12'000 · 5 000 with a no-break space. Plain spaces part numbers. */
const GROUPED_NUMBER = /(?<![\p{N}.,'’])\p{N}{1,3}(?:[.,'’\u00a0\u202f\u2009]\p{N}{3})+(?!\p{N})/gu

/** Letters of scripts that put no spaces between words: each one counts as a word, and a word as a phrase of them. */
const UNSPACED =
  /(?=[\p{L}\p{N}\p{M}])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*/gu

const joinNumbers = (text: string): string => text.replace(GROUPED_NUMBER, number => number.replace(/\P{N}/gu, ''))

/** "5,000" becomes "5000", "東京" becomes "東 京", full-width and half-width forms become ordinary ones. */
export const foldText = (text: string): string => joinNumbers(text).normalize('NFKC').replace(UNSPACED, ' $& ')

/**
 * Words of a user as a phrase for MATCH: they must follow one another. Quoted, so that nothing in them is an operator;
 * null where they hold nothing that could be found.
 */
export function phraseOf(text: string): string | null {
  const folded = foldText(text).replaceAll('\0', ' ')
  return /[\p{L}\p{N}]/u.test(folded) ? `"${folded.replaceAll('"', '""').trim()}"` : null
}

/** Words of a user for MATCH, all of which must occur; null where there are none. */
export function allWordsOf(text: string): string | null {
  // First, since the no-break space of a number is white space, too.
  const phrases = joinNumbers(text)
    .split(/\s+/)
    .flatMap(word => phraseOf(word) ?? [])
  return phrases.length > 0 ? phrases.join(' ') : null
}
