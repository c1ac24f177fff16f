import { digitRuns, digitsOf, type Group } from './digits.ts'
import type { Finder, Finding } from './finder.ts'

/** The usual length first: of digits said in one breath with an expiry date, another length may pass by chance. */
const LENGTHS = [16, 15, 14, 19, 18, 17, 13]
export const FEWEST_OF_CARD = 13

/**
 * Payment cards: 13 to 19 digits, in any grouping, whose check digit is right. One in ten other numbers of that length
 * passes the check, too, and is masked; a card of which one digit was misheard is not found.
 */
export const findCards: Finder = text => {
  if (!/\d(?:[^\p{L}\d]{0,5}\d){12}/u.test(text)) return []
  return digitRuns(text, isInWord(text)).flatMap(({ groups }) => {
    const found: Finding[] = []
    for (let first = 0; first < groups.length; first++) {
      const card = LENGTHS.map(length => take(groups, first, length)).find(part => part && isCard(digitsOf(part)))
      if (!card) continue
      found.push({ start: card[0]!.start, end: card.at(-1)!.end, key: digitsOf(card) })
      first += card.length - 1
    }
    return found
  })
}

/** A whole card that letters touch: in ids so many digits stand seldom, and then behind a dash or a line. */
const isInWord =
  (text: string) =>
  ({ digits, start, end }: Group): boolean =>
    /^(?:[2-6]\d{15}|3[47]\d{13})$/.test(digits) && passesLuhn(digits) && ![text[start - 1], text[end]].includes('_')

/** The groups from here on that hold exactly so many digits. */
function take(groups: readonly Group[], first: number, length: number): Group[] | null {
  let count = 0
  for (let last = first; last < groups.length && count < length; last++) {
    count += groups[last]!.digits.length
    if (count === length) return groups.slice(first, last + 1)
  }
  return null
}

/** Issuers' numbers begin with 2 to 6, a few with 8 or 9; 1 with airlines' 15 digits. */
const isCard = (digits: string): boolean =>
  /^(?:[2-689]|1\d{14}$)/.test(digits) && (digits.length > 13 || digits[0] === '4') && passesLuhn(digits)

export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
