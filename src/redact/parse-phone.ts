/*
 * The one function we need of the library, in a file of its own: loaded lazily, the whole library would come along
 * (204 KB bundled instead of 128).
 */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'

export type { CountryCode } from 'libphonenumber-js/min'

/** What the library makes of a number. */
export interface PhoneNumber {
  /** It can exist. */
  isValid: boolean
  /** It is as long as numbers there are. */
  isPossible: boolean
  national: string
}

/** The same numbers come again in many texts of a call, and many calls of a caller. */
const remembered = new Map<string, PhoneNumber | null>()
const MOST_REMEMBERED = 1000

/** @param country where a number without a country code would be dialled */
export function parsePhone(text: string, country?: CountryCode): PhoneNumber | null {
  const key = country === undefined ? text : country + text
  const known = remembered.get(key)
  if (known !== undefined) return known
  const number = parsePhoneNumberFromString(text, country)
  const read = number
    ? { isValid: number.isValid(), isPossible: number.isPossible(), national: number.nationalNumber }
    : null
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(key, read)
  return read
}
