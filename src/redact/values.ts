import type { Scope } from './finder.ts'
import type { RedactKind } from './kinds.ts'
import type { Mask } from './mask.ts'
import { announced } from './names.ts'
import { PSEUDONYM, type Pseudonyms } from './pseudonym.ts'
import { isDistinctive } from './user-id.ts'

/** Masks the value of a field, whose name may tell what it is. */
export interface ValueMask {
  text(value: string, name: string, scope: Scope): string
  /** A number stays one unless its name announces personal data. */
  number(value: number, name: string, scope: Scope): string | number
}

export function createValueMask(kinds: readonly RedactKind[], mask: Mask, pseudonym: Pseudonyms): ValueMask {
  const announcedKind = (name: string): RedactKind | null => {
    const kind = announced(name)
    return kind !== null && kinds.includes(kind) ? kind : null
  }

  const plain = (value: string, name: string, scope: Scope): string => {
    const kind = announcedKind(name)
    const masked = mask.text(value, scope, name)
    if (isPseudonym(masked)) return masked
    if (kind === 'user_id') {
      if (isDistinctive(value)) scope.userIds.add(value)
      return pseudonym('user_id', value.trim())
    }
    // sip:1001@…, a short code, half a number; "anonymous" tells nothing.
    const isMissed = hasDigits(masked) || (hasDigits(value) && !masked.includes('[phone-'))
    return kind === 'phone' && isMissed ? pseudonym('phone', value) : masked
  }

  const text: ValueMask['text'] = (value, name, scope) =>
    isJson(value) ? inJson(value, name, scope) : plain(value, name, scope)

  const number: ValueMask['number'] = (value, name, scope) => {
    const kind = announcedKind(name)
    if (kind === null || (kind !== 'user_id' && !/^\d{7,}$/.test(String(value)))) return value
    const masked = plain(String(value), name, scope)
    return masked === String(value) ? value : masked
  }

  /** Only literals that change are written anew: layout, order and long numbers of the rest stay as they are. */
  const inJson = (json: string, name: string, scope: Scope): string => {
    let field = name
    return json.replace(LITERAL, (literal, isName: string | undefined) => {
      if (!literal.startsWith('"')) {
        const masked = number(Number(literal), field, scope)
        return typeof masked === 'string' ? JSON.stringify(masked) : literal
      }
      const end = literal.length - (isName?.length ?? 0)
      const value: string = JSON.parse(literal.slice(0, end))
      const masked = isName === undefined ? text(value, field, scope) : mask.text(value, scope)
      if (isName !== undefined) field = value
      return masked === value ? literal : JSON.stringify(masked) + (isName ?? '')
    })
  }

  return { text, number }
}

/** Strings, with the colon behind those that are names, and numbers; in valid JSON nothing else can look like them. */
const LITERAL = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

function isJson(text: string): boolean {
  if (!/^\s*[{["]/.test(text)) return false
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
