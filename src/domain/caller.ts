import type { Conversation } from './conversation.ts'

/* Who called. A withheld number, and an id that only says that there is none, are shared by everybody: nobody's. */

/** Said instead of a number or an id. */
const NOBODY = [
  'anonymous', 'anon', 'restricted', 'unavailable', 'unknown', 'private', 'withheld', 'blocked', 'hidden', 'unlisted',
  'undisclosed', 'undefined', 'undef', 'null', 'none', 'nil', 'nan', 'na', 'no', 'not', 'available', 'provided', 'set',
  'given', 'guest', 'missing', 'empty', 'object', 'out', 'of', 'area', 'payphone', 'nobody', 'unbekannt', 'anonym',
  'anonyme', 'inconnu', 'anonimo', 'anónimo', 'desconocido', 'sconosciuto', 'oculto', 'void', 'test', 'testing', 'tester',
  'default', 'dummy', 'demo', 'example', 'sample', 'placeholder', 'fake', 'invalid', 'string', 'true', 'false', 'tbd',
] // biome-ignore format: a list of words

/** Says nothing by itself: "private number", "no caller id". */
const BESIDE = ['number', 'caller', 'callerid', 'call', 'id', 'user', 'userid', 'phone', 'name', 'cli', 'identity']

const SAYS_NOBODY = new Set(NOBODY)
const SAYS_LITTLE = new Set([...NOBODY, ...BESIDE])

const KEYS = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz']
/** As digits of a telephone's keypad: carriers write ANONYMOUS as +266696687. */
const onKeypad = (word: string): string =>
  Array.from(word, letter => KEYS.findIndex(letters => letters.includes(letter)) + 2).join('')
const KEYPAD = new Set(
  ['anonymous', 'restricted', 'unavailable', 'unknown', 'private', 'withheld', 'blocked'].map(onKeypad),
)

/**
 * The same text for the same caller: the user id or, without one, the number at the other end, of messages too; null
 * where nobody knows who called.
 */
export function callerOf({ userId, phone }: Pick<Conversation, 'userId' | 'phone'>): string | null {
  const user = userId?.trim() ?? ''
  if (isSomebody(user)) return `user ${user}`
  const number = numberOf(phone?.externalNumber ?? '')
  return number === '' ? null : `number ${number}`
}

/** A variable that nobody filled in: `{{user_id}}`, `${userId}`, `$user_id`, `%USER%`, `<user id>`, `{user_id}`, `user_id`. */
const PLACEHOLDER = /\{\{|^\$?\{\w*\}$|^\$\{|^user[_-]?id$|^\$[a-z]\w*$|^%\w+%$|^<[^@]*>$/i

/** The user id is one. */
export function isSomebody(id: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(id) || PLACEHOLDER.test(id)) return false
  if (/^[0\p{P}\p{S}\s]+$/u.test(id) || id === '-1') return false
  return !isWithheld(id)
}

function isWithheld(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const digits = text.replace(/\D/g, '')
  if (digits !== '') return words.length === 0 && KEYPAD.has(digits.replace(/^1(?=\d{7})/, ''))
  if (SAYS_NOBODY.has(words.join(''))) return true
  return words.some(word => SAYS_NOBODY.has(word)) && words.every(word => SAYS_LITTLE.has(word))
}

/** In one spelling of the many; empty: withheld, or none at all. A number has digits, or is an address. */
function numberOf(written: string): string {
  const address = /<([^<>]*)>/.exec(written)?.[1] ?? written
  const text = address.trim().replace(/^(?:sips?|tel|whatsapp):/i, '')
  const [name = '', host = ''] = text.replace(/;.*$/s, '').split('@')
  if (/\.invalid$/i.test(host) || isWithheld(name)) return ''
  const plain = name.replace(/[^\p{L}\p{N}]/gu, '')
  // A country code before a word that says there is none.
  if (/^\d{1,3}\p{L}+$/u.test(plain) && isWithheld(plain.replace(/\d/g, ''))) return ''
  if (/^\d+$/.test(plain)) {
    const digits = plain.replace(/^00(?=\d{7})/, '')
    return isFiller(digits) ? '' : digits
  }
  return /\d/.test(plain) || (plain !== '' && host !== '') ? `${name}@${host}`.toLowerCase().replace(/@$/, '') : ''
}

/**
 * Digits that somebody wrote for want of a number: one of them, once or again and again, also behind a country code, or
 * all of them in a row. No number begins with so many zeros, and in North America no area code that calls is one digit
 * three times; elsewhere a number such as +44 7777 777777 has an owner.
 */
const isFiller = (digits: string): boolean =>
  (/^(\d)\1*$/.test(digits) && (digits.length > 3 || digits.length === 1 || digits.startsWith('0'))) ||
  /^[1-9]\d{0,2}0{8,}$|^1(\d)\1{9}$|^1?0?1234567890?$/.test(digits)
