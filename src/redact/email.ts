import { type Finder, matchesOf } from './finder.ts'
import { WORD_LETTER } from './visible.ts'

const LOCAL = String.raw`(?:${WORD_LETTER}|[\p{N}._%+'-]){1,64}`
const LABEL = String.raw`[\p{L}\p{N}][\p{L}\p{M}\p{N}-]{0,62}\.`
const TOP = `(?:xn--[a-z0-9-]{2,59}|${WORD_LETTER}{2,24}(?!${WORD_LETTER}|\\p{N})|[\\p{sc=Han}\\p{sc=Hangul}]{2})`

/**
 * Every part is bounded, so that no text makes the search slow; %40 is how addresses stand in URLs. A blank before the @
 * is how they stand in our own words, where none is live (`render/markdown.ts`).
 */
const EMAIL = new RegExp(
  `${LOCAL} ?(?:@|%40)(?:(?:${LABEL}){1,8}${TOP}|(?:${LABEL}){0,8}[\\p{L}\\p{N}-]{0,63}…)`,
  'giu',
)

/** E-mail addresses as they are written; "john at example dot com" is not one. */
export const findEmails: Finder = text => {
  return (
    matchesOf(text, EMAIL)
      // A telephone number in a SIP address is the telephone finder's.
      .filter(([address]) => !/^(?:\+|%2b)\d+(?:@|%40)/i.test(address))
      .map(({ 0: found, index }) => {
        // `'mia@example.com'` in quotation marks is the same address.
        const address = found.replace(/^'+/, '')
        const end = index + found.length
        return { start: end - address.length, end, key: address.toLowerCase().replace(' ', '').replace('%40', '@') }
      })
  )
}
