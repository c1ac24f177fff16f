import { isPlain, plainLetters, withoutUnseen } from '../../domain/spelling.ts'

/*
 * Text as it is indexed. The same folding on the way in and in queries makes different spellings meet; quotes come from
 * the original, so nothing is lost. Case, accents and English endings are folded by SQLite's tokenizer.
 */

/** Digits in groups of three: 5,000 · 1.234.567 · 12'000 · 5 000 with a no-break space. Plain spaces part numbers. */
const GROUPED_NUMBER = /(?<![\p{N}.,'’])\p{N}{1,3}(?:[.,'’\u00a0\u202f\u2009]\p{N}{3})+(?!\p{N})/gu

/** Letters of scripts that put no spaces between words: each one counts as a word, and a word as a phrase of them. */
const UNSPACED =
  /(?=[\p{L}\p{N}\p{M}])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*/gu

/** Letters that Unicode does not take apart, and how people write them whose keyboards lack them. */
const SPELLED: Record<string, string> = { ß: 'ss', œ: 'oe', æ: 'ae', ø: 'o', ł: 'l', đ: 'd' }
const SPELLED_LETTER = /[ßœæøłđ]/giu

/** One emoji, without the colour of its skin; those joined into one picture, and the letters of a flag, are several. */
const EMOJI = /(?![©®])[\p{Extended_Pictographic}\p{Regional_Indicator}][\p{M}\p{Emoji_Modifier}]*/gu

/** SQLite takes no emoji for a word, and knows only old ones: so it gets their numbers behind a letter of private use. */
const emojiWord = (emoji: string): string => ` \ue000${emoji.codePointAt(0)} `

const joinNumbers = (text: string): string => text.replace(GROUPED_NUMBER, number => number.replace(/\P{N}/gu, ''))

/**
 * "5,000" becomes "5000", "東京" becomes "東 京", "Straße" becomes "Strasse", an emoji becomes a word; signs, forms and
 * variants of letters become the plain letter (see `domain/spelling.ts`). What is indexed already has to be indexed
 * again when this changes.
 */
export function foldText(text: string): string {
  if (isPlain(text)) return joinNumbers(text)
  return plainLetters(joinNumbers(withoutUnseen(text)))
    .replace(SPELLED_LETTER, letter => SPELLED[letter.toLowerCase()]!)
    .replace(UNSPACED, ' $& ')
    .replace(EMOJI, emojiWord)
}

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
