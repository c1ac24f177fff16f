import { type CountryCode, parsePhoneNumberFromString as parse } from 'libphonenumber-js/core'
import plans from 'libphonenumber-js/min/metadata'
import { expect, test } from 'vitest'
// @ts-expect-error plain JavaScript
import { withoutFormats } from '../../scripts/slim/index.mjs'

test('what the build leaves out of the plans of numbers changes no number', () => {
  const slim = withoutFormats(plans)
  const told = (text: string, by: typeof plans, where: CountryCode) => {
    const number = parse(text, where, by)
    return number && [number.isValid(), number.isPossible(), number.nationalNumber, number.countryCallingCode]
  }
  let valid = 0
  for (const [code, countries] of Object.entries(plans.country_calling_codes)) {
    for (const where of countries as CountryCode[]) {
      for (let seed = 1; seed < 6; seed++) {
        const digits = String((seed * 7_919_191_919) % 10 ** (4 + (seed % 9)))
        for (const text of [`+${code}${digits}`, `+${code} 0${digits}`, `00${code}${digits}`, `0${digits}`, digits]) {
          const full = told(text, plans, where)
          expect([text, where, told(text, slim, where)]).toEqual([text, where, full])
          if (full?.[0]) valid++
        }
      }
    }
  }
  expect(valid).toBeGreaterThan(200)
  expect(JSON.stringify(slim).length).toBeLessThan(JSON.stringify(plans).length / 1.5)
})
