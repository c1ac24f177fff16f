import type { Conversation } from './conversation.ts'
import { e164Of } from './e164.ts'

import { isSomebody, isWithheld } from './somebody.ts'

/**
 * The same text for the same caller: the user id or, without one, the number at the other end, of messages too; null
 * where nobody knows who called.
 */
export function callerOf({ userId, phone }: Pick<Conversation, 'userId' | 'phone'>): string | null {
  const user = userId?.trim() ?? ''
  if (isSomebody(user)) return `user ${user}`
  const number = numberOf(phone?.externalNumber ?? '', phone?.agentNumber ?? null)
  return number === '' ? null : `number ${number}`
}

/** A caller as people see it: the user id, or the number in E.164. */
export const shownCaller = (caller: string): string =>
  caller
    .replace(/^user /, '')
    .replace(/^number (?=\d)/, '+')
    .replace(/^number /, '')

/** Whom somebody may mean who writes a caller so: a user by id, or a number in whatever spelling. */
export function callersNamed(written: string): string[] {
  const name = written.trim()
  const number = callerOf({ userId: null, phone: { externalNumber: name } as Conversation['phone'] })
  return [`user ${name}`, ...(number === null ? [] : [number])]
}

/** In one spelling of the many; empty: withheld, or none at all. A number has digits, or is an address. */
function numberOf(written: string, agentNumber: string | null): string {
  const address = /<([^<>]*)>/.exec(written)?.[1] ?? written
  const text = address
    .normalize('NFKC')
    .trim()
    .replace(/^(?:sips?|tel|whatsapp):/i, '')
  const [name = '', host = ''] = text.replace(/;.*$/s, '').split('@')
  if (/\.invalid$/i.test(host) || isWithheld(name)) return ''
  const plain = name.replace(/[^\p{L}\p{N}]/gu, '')
  // A country code before a word that says there is none.
  if (/^\d{1,3}\p{L}+$/u.test(plain) && isWithheld(plain.replace(/\d/g, ''))) return ''
  if (/^\d+$/.test(plain)) {
    const digits = plain.replace(/^00(?=\d{7})/, '')
    return isFiller(digits) ? '' : e164Of(digits, /^(?:\+|00)/.test(name.trim()), agentNumber)
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
