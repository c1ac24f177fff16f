import { mayHoldAccount } from './account.ts'
import { mayHoldAddress } from './address.ts'
import type { Scope } from './finder.ts'
import { FEWEST_DIGITS } from './known.ts'
import { mayHoldNationalId } from './national-ids.ts'
import { maySpeakEmail } from './spoken.ts'
import { maySpeakNumber } from './spoken-words.ts'
import { isPlain } from './visible.ts'

/** Most texts hold too few digits, no @ and nothing known: there is nothing to look for. */
export function mayHold(text: string, { userIds, words }: Scope): boolean {
  return mayHoldData(text) || userIds.isIn(text) || words.isIn(text) || maySpeakEmail(text) || maySpeakNumber(text)
}

/** Whether a text, masked before, may hold what its call has told about itself since then. */
export function mayHoldKnown({ phones, userIds, words }: Scope): (text: string) => boolean {
  return text => {
    if (words.isIn(text)) return true
    if (text.length < Math.min(FEWEST_DIGITS, userIds.shortest)) return false
    if (userIds.isIn(text) || maySpeakNumber(text)) return true
    if (!mayHoldData(text)) return false
    // Escaped, or hidden between other characters, a number or an id need not stand there as it is known.
    if (text.includes('\\') || !isPlain(text)) return true
    return phones.areIn(text.replace(/\D+/g, ''))
  }
}

/** Between the digits of a number stands no letter, nor more than that of other signs. */
const WIDEST_GAP = 5

const IBAN = /(?<![A-Z0-9])[A-Z]{2}[ -]?\d[ -]?\d/i
const OTHER_SCRIPTS = /(?!\d)\p{Nd}|＠/u

/** One look at each character, since most of what a call says ends here. */
function mayHoldData(text: string): boolean {
  let [run, gap, digits] = [0, 0, 0]
  let isAscii = true
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) {
      digits++
      gap = 0
      if (++run === FEWEST_DIGITS) return true
    } else if (code === 64) return true
    else if (code > 126) isAscii = false
    else if ((code | 32) >= 97 && (code | 32) <= 122) run = 0
    // Escape sequences disappear, and what stood on both sides of one stands together.
    else if (code === 27) return true
    else if (code >= 32 && ++gap > WIDEST_GAP) run = 0
  }
  if (digits >= 2 && (IBAN.test(text) || text.includes('%40'))) return true
  if (digits > 0 && (mayHoldAddress(text) || mayHoldNationalId(text) || mayHoldAccount(text))) return true
  return !isAscii && OTHER_SCRIPTS.test(text)
}
