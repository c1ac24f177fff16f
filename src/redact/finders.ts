import { findAccounts } from './account.ts'
import { findAddresses } from './address.ts'
import { findCards } from './card.ts'
import { findEmails } from './email.ts'
import { findKnown } from './find-known.ts'
import type { Finders } from './finder.ts'
import { findIbans } from './iban.ts'
import { MAY } from './may-hold.ts'
import { findNationalIds } from './national-ids.ts'
import { phoneFinder } from './phone.ts'
import { findSpoken, findSpokenEmails } from './spoken.ts'
import { findSsns } from './ssn.ts'
import { findUserIds } from './user-id.ts'

/** In the order in which they take what they find. */
export const makeFinders = async (): Promise<Finders> => [
  ['iban', findIbans, MAY.iban],
  ['email', findEmails, MAY.email],
  ['email', findSpokenEmails, MAY.spokenEmail],
  ['card', findCards, MAY.phone],
  ['card', findSpoken('card'), MAY.spokenNumber],
  ['id_number', findSsns, MAY.phone],
  ['id_number', findNationalIds, MAY.phone | MAY.paper],
  ['id_number', findSpoken('id_number'), MAY.spokenNumber],
  ['account', findAccounts, MAY.account],
  // A name may be a part of it.
  ['user_id', findUserIds, null],
  ['birth', findKnown('birth'), null],
  ['address', findKnown('address'), null],
  ['address', findAddresses, MAY.address],
  ['name', findKnown('name'), null],
  ['value', findKnown('value'), null],
  ['phone', findSpoken('phone'), MAY.spokenNumber],
  ['phone', await phoneFinder(), MAY.phone | MAY.knownPhone],
]
