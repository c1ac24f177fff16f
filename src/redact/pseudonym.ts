import { createHmac } from 'node:crypto'
import type { RedactKind } from './kind.ts'
import { remembered } from './remembered.ts'

const LABELS: Record<RedactKind, string> = {
  phone: 'phone',
  email: 'email',
  card: 'card',
  iban: 'iban',
  account: 'account',
  id_number: 'id',
  user_id: 'user',
  name: 'name',
  address: 'address',
  birth: 'birth',
  value: 'value',
}

/** What stands in a text in the place of the data. */
export type Pseudonyms = (kind: RedactKind, key: string) => string

/**
 * Pseudonyms such as `[phone-3f9a61c2]`: the same for the same key and salt, and not to be undone without the salt (a
 * plain hash of a telephone number is undone by hashing all numbers). Eight digits: with four, two of three hundred
 * callers would share a pseudonym more often than not.
 */
export function createPseudonyms(salt: string): Pseudonyms {
  const make = remembered(both => {
    const [kind] = both.split('\0', 1) as [RedactKind]
    const digest = createHmac('sha256', salt).update(both).digest('hex')
    return `[${LABELS[kind]}-${digest.slice(0, 8)}]`
  })
  return (kind, key) => make(`${kind}\0${key}`)
}
