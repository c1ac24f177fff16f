/*
 * One spelling for words that readers take for the same. Transcripts hold vowel signs, presentation forms, stretched
 * letters and characters that nobody sees; people who look for a word type the plain letters.
 */

/** What no reader sees, and the stroke that only stretches a word in Arabic script. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u0640]/gu

/** Vowel signs of Arabic and Hebrew, and dots of Indian scripts, which many writers leave out. */
const SIGNS = /(?=\p{Mn})[\p{scx=Arabic}\p{scx=Hebrew}\u093c\u09bc\u0a3c\u0abc\u0b3c]/gu

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

function same(letter: string, variants: string): Record<string, string> {
  return Object.fromEntries(Array.from(variants, variant => [variant, letter]))
}

/** Nothing of the folding touches such a text. */
export const isPlain = (text: string): boolean => !/\P{ASCII}/u.test(text)

export const withoutUnseen = (text: string): string => text.replace(UNSEEN, '')

/** Signs, variants and digits; compatibility forms, such as letters joined into one, become ordinary ones. */
export const plainLetters = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(SIGNS, '')
    .replace(UNSEEN, '')
    .replace(EXCHANGED, letter => LETTERS[letter]!)
    .replace(OTHER_DIGITS, digit => String(digit.charCodeAt(0) & 15))

/**
 * `[sighs]`, `[laughs softly]`: how a voice sounds. Names of masked data (`[EMAIL]`, `[phone_1]`) and the words of a
 * link are words.
 */
const VOICE_TAG = /(?<!!)\[\p{L}[\p{Ll}\p{Lo}\p{M}'’-]*(?: [\p{Ll}\p{Lo}\p{M}'’-]+){0,3}\](?![([])/gu

/** What was said, at the same places of the text, without remarks on how. */
export const withoutVoiceTags = (message: string): string =>
  message.includes('[') ? message.replace(VOICE_TAG, tag => ' '.repeat(tag.length)) : message
