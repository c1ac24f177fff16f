import type { CountryCode } from '../domain/parse-phone.ts'

/**
 * How much a way of writing says by itself. `sure`: whoever groups digits like this means a telephone. `likely`: unless
 * the words next to it speak of an order, an account or the like.
 */
export interface Shape {
  groups: RegExp
  evidence: 'sure' | 'likely'
  /** The number must be one that exists in one of them. */
  countries: readonly CountryCode[]
}

/** National numbers as they are written where a country code is not: groups joined by dashes, most telling ones first. */
export const SHAPES: readonly Shape[] = [
  // 415-555-0132, 1 415 555 0132; Italy, Greece, Colombia … group alike
  { groups: /^(?:1-)?[2-9]\d\d-\d{3}-\d{4}$/, evidence: 'sure', countries: ['US', 'IT', 'GR', 'CO', 'VE', 'PH', 'IN'] },
  { groups: /^[2-9]\d\d-\d{3}-\d\d-\d\d$/, evidence: 'likely', countries: ['US', 'TR', 'RU'] },
  // 06 12 34 56 78
  { groups: /^0[1-9](?:-\d\d){4}$/, evidence: 'likely', countries: ['FR'] },
  // 030 901820, 020 7946 0958, 0412 345 678, 07700900123
  {
    groups: /^(?=(?:-?\d){9,12}$)0[1-9]\d{0,10}(?:-\d+){0,4}$/,
    evidence: 'likely',
    countries: [
      'GB',
      'DE',
      'FR',
      'NL',
      'BE',
      'AT',
      'CH',
      'AU',
      'SE',
      'IE',
      'IT',
      'JP',
      'KR',
      'ZA',
      'IN',
      'BR',
      'TR',
      'IL',
      'AE',
    ],
  },
  // 4155550132, 14155550132, 9876543210
  { groups: /^1?[2-9]\d\d[2-9]\d{6}$/, evidence: 'likely', countries: ['US'] },
  { groups: /^[6-9]\d{4}-?\d{5}$/, evidence: 'likely', countries: ['IN'] },
  // 138 1234 5678
  { groups: /^1[3-9]\d(?:-?\d{4}){2}$/, evidence: 'likely', countries: ['CN'] },
  // 8 912 345-67-89
  { groups: /^8-\d{3}-\d{3}-\d\d-?\d\d$/, evidence: 'likely', countries: ['RU', 'KZ'] },
  // 612 345 678, 612 34 56 78
  { groups: /^[5-9]\d\d-\d{3}-\d{3}$/, evidence: 'likely', countries: ['ES', 'PT', 'PL', 'CZ'] },
  { groups: /^[6-9]\d\d(?:-\d\d){3}$/, evidence: 'likely', countries: ['ES', 'PT', 'PL'] },
  // 12 34 56 78, 9123 4567
  { groups: /^[2-9]\d(?:-\d\d){3}$/, evidence: 'likely', countries: ['DK', 'NO'] },
  { groups: /^[689]\d{3}-\d{4}$/, evidence: 'likely', countries: ['SG', 'HK'] },
  // 11 91234-5678, 55 1234 5678
  { groups: /^[1-9]\d-(?:9\d{4}|[1-9]\d{3})-\d{4}$/, evidence: 'likely', countries: ['BR', 'MX'] },
]
