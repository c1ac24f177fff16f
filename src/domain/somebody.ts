import { isRounded } from './rounded.ts'

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

/** A variable that nobody filled in: `{{user_id}}`, `${userId}`, `$user_id`, `%USER%`, `<user id>`, `{user_id}`, `user_id`. */
const PLACEHOLDER = /\{\{|^\$?\{\w*\}$|^\$\{|^user[_-]?id$|^\$[a-z]\w*$|^%\w+%$|^<[^@]*>$/i

/** The user id is one. */
export function isSomebody(id: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(id) || PLACEHOLDER.test(id)) return false
  if (/^[0\p{P}\p{S}\s]+$/u.test(id) || id === '-1') return false
  return !isWithheld(id)
}

/** The text says that there is nobody to name. */
export function isWithheld(text: string): boolean {
  // A thousand others have that number, too.
  if (isRounded(text)) return true
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const digits = text.replace(/\D/g, '')
  if (digits !== '') return words.length === 0 && KEYPAD.has(digits.replace(/^1(?=\d{7})/, ''))
  if (SAYS_NOBODY.has(words.join(''))) return true
  return words.some(word => SAYS_NOBODY.has(word)) && words.every(word => SAYS_LITTLE.has(word))
}
