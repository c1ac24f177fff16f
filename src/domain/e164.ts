import { parsePhone } from './parse-phone.ts'

const SHORTEST = 7

/**
 * The digits of a telephone number as E.164 has them, country code first: `(030) 123456` that called a number of +49 is
 * 4930123456. Where no reading of it can be a number, the digits as they are written.
 * @param digits what is written, without `00` in front
 * @param isInternational a plus or `00` was written in front
 * @param other the number at the other end of the line, whose country is that of a number without one
 */
export function e164Of(digits: string, isInternational: boolean, other: string | null): string {
  // Extensions and short codes belong to no country.
  if (digits.length < SHORTEST) return digits
  const international = valid(`+${digits}`)
  if (isInternational) return international ?? digits
  const home = other === null ? null : (parsePhone(other)?.callingCode ?? null)
  if (home === null) return international ?? digits
  // Its own code in front is the country's; in North America, where nobody dials a zero, ten digits are of there.
  const isOfHome = digits.startsWith(home) && international !== null
  const isFirst = digits.startsWith('0') || (home === '1' && !isOfHome)
  const national = isOfHome ? null : valid(digits, home)
  return (isFirst ? (national ?? international) : (international ?? national)) ?? digits
}

function valid(text: string, callingCode?: string): string | null {
  const number = parsePhone(text, callingCode ? { defaultCallingCode: callingCode } : undefined)
  return number?.isValid ? number.callingCode + number.national : null
}
