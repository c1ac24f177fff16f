import { mayHoldAccount } from './account.ts'
import { mayHoldAddress } from './address.ts'
import { isoDateAt } from './digits.ts'
import type { Scope } from './finder.ts'
import { mayBeIban } from './iban.ts'
import { FEWEST_DIGITS, KEY_DIGITS } from './known.ts'
import { mayHoldNationalId } from './national-ids.ts'
import { ascii, visible } from './visible.ts'
import { hashed } from './word-hash.ts'
import { SAYS, says } from './word-table.ts'

/** What a text may hold, as bits: a finder whose bit is missing would find nothing in it. */
export const MAY = {
  phone: 1,
  email: 2,
  iban: 4,
  paper: 8,
  account: 16,
  address: 32,
  spokenNumber: 64,
  spokenEmail: 128,
  /** Digits behind a letter, which are a part of an id unless the call has told them as a telephone number. */
  knownPhone: 256,
  /** Signs that nobody sees, or that stand for others: the text says something else than its characters. */
  unseen: 512,
} as const

/** One look at each character, since most of what a call says ends here. */
export function mayHold(text: string): number {
  const may = look(text)
  if ((may & MAY.unseen) === 0) return may
  return UNSEEN.test(text) ? look(ascii(visible(text))) | MAY.unseen : may & ~MAY.unseen
}

/** Whether there is nothing in it that a call need not have told. */
export const isHarmless = (may: number): boolean => (may & ~(MAY.knownPhone | MAY.unseen)) === 0

/** Whether it may hold a user id, a name and the like that the call has told. */
export function mayHoldTold(text: string, may: number, { userIds, words, phones }: Scope): boolean {
  if ((may & MAY.knownPhone) !== 0 && phones.size > 0) return true
  const seen = (may & MAY.unseen) === 0 ? text : visible(text)
  return userIds.isIn(seen) || words.isIn(seen)
}

/** What `visible` and `ascii` change. */
const UNSEEN = /(?![\t\n\r\u200c\u200d])[\p{Cf}\p{Cc}]|(?!\d)[\p{Nd}＋－＠．（）　]/u

const [OTHER, DIGIT, LETTER] = [0, 1, 2]
/** By character code; letters are those of the words that matter here. */
const KINDS = Uint8Array.from({ length: 0x250 }, (_, code) => {
  const char = String.fromCharCode(code)
  return /\d/.test(char) ? DIGIT : /\p{L}/u.test(char) ? LETTER : OTHER
})

/** Letters behind which a number begins all the same: a Spanish one of foreigners, and a plus as URLs write it. */
const beginsNumber = (text: string, at: number): boolean => {
  const letter = text.charCodeAt(at - 1) | 32
  return (letter >= 120 || letter === 98) && BEGINS_NUMBER.test(text.slice(Math.max(0, at - 3), at))
}
const BEGINS_NUMBER = /(?:^|[^\p{L}\d])[XYZ]$|%2B$/iu

/** Between the digits of a number stands no letter, nor more than that of other signs. */
const WIDEST_GAP = 5
/** Digits of a number that only the words before it tell apart. */
const [FEWEST_OF_ACCOUNT, FEWEST_OF_PAPER] = [5, 4]
/** A card is found behind letters, too. */
const FEWEST_OF_TOUCHED_CARD = 15
/** A number in words has at least so many parts. */
const FEWEST_PARTS = 4

function look(text: string): number {
  let may = 0
  let digits = 0
  let hasBlank = false
  /** Digits that may be one number, and other signs since the last one. */
  let run = 0
  let gap = 0
  /** Digits of a group that a letter touches. */
  let touched = -1
  /** Where two letters ended, and whether they are those of a country. */
  let pairEnd = -2
  let isCountry = false
  /** Parts of a number in words one behind the other, what their words say, and what all words say. */
  let parts = 0
  let said = 0
  let saidAnywhere = 0
  let last = OTHER
  const { length } = text
  for (let at = 0; at <= length; at++) {
    let code = at < length ? text.charCodeAt(at) : 32
    let kind = code < 0x250 ? KINDS[code]! : OTHER
    if (kind === LETTER) {
      let letters = 0
      let hash = 0
      do {
        if (code > 126) may |= MAY.unseen
        letters++
        hash = hashed(hash, code)
        code = ++at < length ? text.charCodeAt(at) : 32
        kind = code < 0x250 ? KINDS[code]! : OTHER
      } while (kind === LETTER)
      const word = says(hash)
      saidAnywhere |= word
      if ((word & SAYS.number) !== 0) parts++
      else if ((word & SAYS.filler) === 0) {
        parts = 0
        said = 0
      }
      said |= word
      if (letters === 2) pairEnd = at
      isCountry = (word & SAYS.country) !== 0
      run = 0
      last = LETTER
    }
    if (kind === DIGIT) {
      digits++
      if (at - pairEnd < 2) {
        if (isCountry && mayBeIban(text, pairEnd - 2)) may |= MAY.iban
        if (isCapital(text, pairEnd - 1)) may |= MAY.paper
      }
      if (last !== DIGIT) {
        parts++
        touched = last === LETTER && !beginsNumber(text, at) ? 0 : -1
        const date = isoDateAt(text, at)
        if (date > 0) {
          parts += 2
          digits += 7
          at += date - 1
          run = -1
        }
      }
      gap = 0
      if (touched >= 0) {
        if (++touched === KEY_DIGITS) may |= MAY.knownPhone
        else if (touched === FEWEST_OF_TOUCHED_CARD) may |= MAY.phone
      } else if (++run === FEWEST_DIGITS) may |= MAY.phone
    } else {
      if (code === 32) hasBlank = hasBlank || at < length
      else if (code === 64) may |= MAY.email
      else if (code === 37 && text.startsWith('40', at + 1)) may |= MAY.email
      else if (code > 126 || (code < 32 && code !== 9 && code !== 10 && code !== 13)) may |= MAY.unseen
      if (++gap > WIDEST_GAP) run = 0
    }
    if (parts >= FEWEST_PARTS && (said & (SAYS.number | SAYS.filler)) !== 0) may |= MAY.spokenNumber
    last = kind
  }
  if ((saidAnywhere & SAYS.dot) !== 0 && ((saidAnywhere & SAYS.at) !== 0 || (may & MAY.email) !== 0))
    may |= MAY.spokenEmail
  return digits === 0 ? may : may | besideDigits(text, digits, hasBlank)
}

const isCapital = (text: string, at: number): boolean => text.charCodeAt(at) < 91

function besideDigits(text: string, digits: number, hasBlank: boolean): number {
  const small = text.toLowerCase()
  return (
    (digits >= FEWEST_OF_ACCOUNT && mayHoldAccount(small) ? MAY.account : 0) |
    (digits >= FEWEST_OF_PAPER && mayHoldNationalId(small) ? MAY.paper : 0) |
    (hasBlank && mayHoldAddress(small) ? MAY.address : 0)
  )
}
