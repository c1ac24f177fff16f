import { type Finder, type Finding, matchesOf } from './finder.ts'

/** Length by country, of the SWIFT registry and of countries that use the format without being in it. */
const LENGTHS = new Map(
  (
    'AD24 AE23 AL28 AO25 AT20 AX18 AZ28 BA20 BE16 BF28 BG22 BH22 BI27 BJ28 BL27 BR29 BY28 CF27 CG27 CH21 CI28 CM27 CR22 ' +
    'CV25 CY28 CZ24 DE22 DJ27 DK18 DO28 DZ26 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GA27 GB22 GE22 GF27 GI23 GL18 GP27 GQ27 ' +
    'GR27 GT28 GW25 HN28 HR21 HU28 IE22 IL23 IQ23 IR26 IS26 IT27 JO30 KM27 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 ' +
    'MA28 MC27 MD24 ME22 MF27 MG27 MK19 ML28 MN20 MQ27 MR27 MT31 MU30 MZ25 NC27 NE28 NI28 NL18 NO15 OM23 PF27 PK24 PL28 ' +
    'PM27 PS29 PT25 QA29 RE27 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SN28 SO23 ST25 SV28 TD27 TF27 TG28 TL23 ' +
    'TN24 TR26 UA29 VA22 VG24 WF27 XK20 YE30 YT27'
  )
    .split(' ')
    .map(entry => [entry.slice(0, 2), Number(entry.slice(2))]),
)

/** Country and check digits, and as much more as the shortest has. */
const BEGINNING_AT = /[A-Z]{2}[ -]?\d[ -]?\d(?:[ -]?[A-Z0-9]){11}/iy
/** Whether one may begin there. */
export function mayBeIban(text: string, at: number): boolean {
  BEGINNING_AT.lastIndex = at
  return BEGINNING_AT.test(text)
}

/** As they begin, in capitals. */
export const COUNTRIES: readonly string[] = [...LENGTHS.keys()]

/** Country and check digits; what follows is read by the country's length. */
const BEGINNING = /(?<![\p{L}\p{N}])[A-Z]{2}[ -]?\d[ -]?\d/giu

/** International bank account numbers, in any grouping and case, with the right length and check digits. */
export const findIbans: Finder = text => {
  const found: Finding[] = []
  for (const { index: start } of matchesOf(text, BEGINNING)) {
    const length = LENGTHS.get(text.slice(start, start + 2).toUpperCase())
    if (length === undefined) continue
    // As many letters and digits as the country has, each with at most one blank or dash before it.
    const whole = new RegExp(`(?:[ -]?[A-Z0-9]){${length}}(?![\\p{L}\\p{N}])`, 'iuy')
    whole.lastIndex = start
    const key = whole.exec(text)?.[0].replace(/[ -]/g, '').toUpperCase()
    if (key !== undefined && isChecked(key)) found.push({ start, end: whole.lastIndex, key })
  }
  return found
}

/** ISO 7064 mod 97-10: letters count from A = 10, the first four characters go to the end. */
const isChecked = (iban: string): boolean =>
  [...(iban.slice(4) + iban.slice(0, 4))].reduce((rest, char) => {
    const value = Number.parseInt(char, 36)
    return (rest * (value > 9 ? 100 : 10) + value) % 97
  }, 0) === 1
