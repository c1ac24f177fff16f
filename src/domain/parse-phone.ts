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
  callingCode: string
}

/** The same numbers come again in many texts of a call, and many calls of a caller. */
const remembered = new Map<string, PhoneNumber | null>()
const MOST_REMEMBERED = 1000

/** @param where a number without a country code would be dialled: a country, or its calling code */
export function parsePhone(text: string, where?: CountryCode | { defaultCallingCode: string }): PhoneNumber | null {
  const key = where === undefined ? text : `${typeof where === 'string' ? where : where.defaultCallingCode} ${text}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const number =
    typeof where === 'object' ? parsePhoneNumberFromString(text, where) : parsePhoneNumberFromString(text, where)
  const read = number && {
    ...{ isValid: number.isValid(), isPossible: number.isPossible() },
    ...{ national: number.nationalNumber as string, callingCode: number.countryCallingCode as string },
  }
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(key, read ?? null)
  return read ?? null
}
