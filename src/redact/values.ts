import type { Scope } from './finder.ts'
import type { Mask } from './mask.ts'
import { mayHold } from './may-hold.ts'
import { announced } from './names.ts'
import { knownPhone, phoneKey, SHORTEST } from './phone-run.ts'
import { PSEUDONYM, type Pseudonyms } from './pseudonym.ts'
import { ssnKey } from './ssn.ts'
import { isDistinctive } from './user-id.ts'

/** Masks the value of a field, whose name may tell what it is. */
export interface ValueMask {
  text(value: string, name: string, scope: Scope): string
  /** A number stays one unless it is personal data. */
  number(value: number, name: string, scope: Scope): string | number
}

export function createValueMask(mask: Mask, pseudonym: Pseudonyms): ValueMask {
  const plain = (value: string, name: string, scope: Scope): string => {
    const kind = announced(name)
    const masked = mask.text(value, scope, name)
    if (kind === null || isPseudonym(masked)) return masked
    if (kind === 'user_id') {
      if (isDistinctive(value)) scope.userIds.add(value)
      return pseudonym('user_id', value.trim())
    }
    // 78051120: as a number it has lost its zero.
    if (kind === 'id_number') return hasDigits(masked) ? pseudonym(kind, ssnKey(value)) : masked
    // sip:1001@…, a short code, half a number; "anonymous" tells nothing.
    const isMissed = hasDigits(masked) || (hasDigits(value) && !masked.includes('[phone-'))
    if (kind !== 'phone' || !isMissed) return masked
    const digits = value.replace(/\D/g, '')
    if (digits.length < SHORTEST) return pseudonym('phone', value)
    scope.phones.add(phoneKey(digits))
    return pseudonym('phone', phoneKey(digits))
  }

  const text: ValueMask['text'] = (value, name, scope) =>
    !BEGINS_JSON.test(value)
      ? plain(value, name, scope)
      : announced(name) === null && hasNothing(value, scope)
        ? value
        : isJson(value)
          ? inJson(value, name, scope)
          : plain(value, name, scope)

  const number: ValueMask['number'] = (value, name, scope) => {
    const kind = announced(name)
    if (kind !== 'user_id' && !isLong(value)) return value
    const digits = String(value)
    if (kind === null && knownPhone(scope.phones, digits) === null) return value
    const masked = plain(digits, name, scope)
    return masked === digits ? value : masked
  }

  /** Only literals that change are written anew: layout, order and long numbers of the rest stay as they are. */
  const inJson = (json: string, name: string, scope: Scope): string => {
    let field = name
    return json.replace(LITERAL, (literal, isName: string | undefined) => {
      if (!literal.startsWith('"')) {
        const masked = number(Number(literal), field, scope)
        return typeof masked === 'string' ? JSON.stringify(masked) : literal
      }
      if (isName === undefined && announced(field) === null && !literal.includes('\\') && !mayHold(literal, scope)) {
        return literal
      }
      const end = literal.length - (isName?.length ?? 0)
      const written = literal.slice(0, end).trimEnd()
      const value: string = written.includes('\\') ? JSON.parse(written) : written.slice(1, -1)
      const masked = isName === undefined ? text(value, field, scope) : mask.text(value, scope)
      if (isName !== undefined) field = value
      return masked === value ? literal : JSON.stringify(masked) + (isName ?? '')
    })
  }

  return { text, number }
}

/** As many digits as telephone numbers and cards have. */
const isLong = (value: number): boolean => value >= 1e6 && value < 1e19 && Number.isInteger(value)

/** Nothing in it can be personal data, and none of its names announces any. */
function hasNothing(json: string, scope: Scope): boolean {
  if (json.includes('\\u') || mayHold(json, scope)) return false
  for (const [, name, colon] of json.matchAll(STRING)) {
    if (colon !== undefined && announced(name!) !== null) return false
  }
  return true
}

/** A string with the colon behind it, if it is a name. One without an end goes to the end, so that each sign is read once. */
const STRING = /"([^"\\]*(?:\\.[^"\\]*)*)(?:"(\s*:)?|\\?$)/gs

/** Strings, with the colon behind those that are names, and numbers; in valid JSON nothing else can look like them. */
const LITERAL = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

const BEGINS_JSON = /^\s*[{["]/
const ENDS_JSON = /[}\]"]$/

function isJson(text: string): boolean {
  // `[warmly] Hello` is none: an exception for each such text would cost more than all the rest.
  if (!ENDS_JSON.test(text.trimEnd())) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const hasDigits = (text: string): boolean => /\d{3}/.test(text.replace(PSEUDONYM, ''))

/** Nothing but pseudonyms, or nothing at all. */
const isPseudonym = (text: string): boolean => text.replace(PSEUDONYM, '').trim() === ''
