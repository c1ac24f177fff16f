/*
 * One spelling for words that readers take for the same. Transcripts hold vowel signs, presentation forms, stretched
 * letters and characters that nobody sees; people who look for a word type the plain letters.
 */

/** What no reader sees, as the inside of a character class: control characters that set no words apart, too. */
export const HIDDEN = String.raw`\p{Default_Ignorable_Code_Point}[\p{Cc}--[\t\n\v\f\r\u0085]]\ufff9-\ufffb`
/** With the stroke that only stretches a word in Arabic script. */
const UNSEEN = new RegExp(`[${HIDDEN}\u0640]`, 'gv')

/**
 * Vowel signs of Arabic and Hebrew, and dots of Indian scripts, which many writers leave out; what stands round a
 * letter, and the colour of an emoji's skin.
 */
const SIGNS = /(?=\p{Mn})[\p{scx=Arabic}\p{scx=Hebrew}\u093c\u09bc\u0a3c\u0abc\u0b3c]|[\p{Me}\p{Emoji_Modifier}]/gu

/** Letters that writers exchange, and those that look otherwise at the end of a word. */
const LETTERS: Record<string, string> = {
  ...same('ا', 'أإآٱٲٳٵ'),
  ...same('ي', 'ىیئېۍےۓ'),
  ...same('و', 'ؤ'),
  ...same('ه', 'ةۀہۂۃەھ'),
  ...same('ك', 'کڪ'),
  ...{ ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ', װ: 'וו', ױ: 'וי', ײ: 'יי' },
  ...same('α', 'άΆ'),
  ...same('ε', 'έΈ'),
  ...same('η', 'ήΉ'),
  ...same('ι', 'ίϊΐΊΪ'),
  ...same('ο', 'όΌ'),
  ...same('υ', 'ύϋΰΎΫ'),
  ...same('ω', 'ώΏ'),
  ...{ ς: 'σ', ё: 'е', Ё: 'Е' },
}
const EXCHANGED = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu')

/** Digits of Arabic and Persian: their last four bits are their value. */
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/gu

/** Latin letters that Unicode does not take apart, and how people write them whose keyboards lack them. */
const SPELLED: Record<string, string> = { ß: 'ss', œ: 'oe', æ: 'ae', ø: 'o', ł: 'l', đ: 'd', ı: 'i' }
const SPELLED_LETTER = /[ßœæøłđı]/g

/** A Latin letter with its marks. Those of other scripts make another letter: й is not и. */
const MARKED_LATIN = /(\p{sc=Latin})\p{M}+/gu

function same(letter: string, variants: string): Record<string, string> {
  return Object.fromEntries(Array.from(variants, variant => [variant, letter]))
}

export const withoutUnseen = (text: string): string => text.replace(UNSEEN, '')

/** Signs, variants and digits; compatibility forms, such as letters joined into one, become ordinary ones. */
const plainLetters = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(SIGNS, '')
    .replace(UNSEEN, '')
    .replace(EXCHANGED, letter => LETTERS[letter]!)
    .replace(OTHER_DIGITS, digit => String(digit.charCodeAt(0) & 15))

/** The same in small letters, those of Latin without their accents: Straße becomes strasse. */
export const folded = (word: string): string =>
  plainLetters(word.normalize('NFKC').toLowerCase())
    .normalize('NFD')
    .replace(MARKED_LATIN, '$1')
    .normalize('NFC')
    .replace(SPELLED_LETTER, letter => SPELLED[letter]!)
