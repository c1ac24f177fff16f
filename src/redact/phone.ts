import type { Pieces } from '../pieces.ts'
import { digitRuns, digitsOf, EXTENSION } from './digits.ts'
import type { Finder, Finding, Scope } from './finder.ts'
import { KEY_DIGITS } from './known.ts'
import { wordsOf } from './names.ts'
import { type Candidate, type Hit, knownPhone, numbersIn, SHORTEST } from './phone-run.ts'
import { wordsAbout } from './phone-words.ts'

/**
 * Telephone numbers: after a plus everywhere; without a country code where the way they are written tells (see
 * `phone-shapes.ts`), where the words next to them say telephone, or where the same call names the number as one. Not
 * found: a bare number of seven to nine digits without a word that announces it,
 * a number spread over several turns.
 *
 * The library judges numbers and takes them apart. Its own search in texts is not used: with a default country it takes
 * dates, IP addresses and postal codes, without one it knows no national numbers, and it refuses numbers after a plus
 * that no operator has in service.
 */
export async function phoneFinder(): Promise<Finder> {
  const { parsePhone: parse } = await import('../domain/parse-phone.ts')
  return (text, scope, field) => (/\d(?:[^\p{L}\d]{0,5}\d){6}/u.test(text) ? findPhones(text, scope, field, parse) : [])
}

/** Groups of digits that are looked at in one go: some milliseconds. */
const A_PIECE = 100

function* findPhones(text: string, { phones }: Scope, field: string, parse: Candidate['parse']): Pieces<Finding[]> {
  const found: Finding[] = []
  let groups = 0
  // Shorter ones may be any part of an id.
  const isKnown = (digits: string) => digits.length >= KEY_DIGITS && knownPhone(phones, digits) !== null
  for (const { groups: run, isInId } of digitRuns(text, ({ digits }) => isKnown(digits))) {
    if (digitsOf(run).length < SHORTEST) continue
    groups += run.length
    if (groups > A_PIECE) {
      groups = 0
      yield
    }
    // Words are read only where the number itself does not say enough.
    let said: ReturnType<typeof wordsAbout> | undefined
    const words = () => {
      if (said === undefined) said = wordsAbout(text, run[0]!.start, run.at(-1)!.end, wordsOf(field))
      return said
    }
    for (const hit of numbersIn({ groups: run, isInId, text, words, known: phones, parse })) found.push(span(text, hit))
  }
  for (const { key } of found) phones.add(key)
  return found
}

/** With the plus or bracket before it and the extension behind it. */
function span(text: string, { groups, key }: Hit): Finding {
  const [start, end] = [groups[0]!.start, groups.at(-1)!.end]
  const lead = before(text, start)
  const extension = EXTENSION.exec(text.slice(end, end + 32))?.[0] ?? ''
  return { start: start - lead.length, end: end + extension.length, key }
}

const before = (text: string, start: number): string =>
  /(?:\(?(?:\+|%2B)\s?\(?|\()$/i.exec(text.slice(Math.max(0, start - 6), start))?.[0] ?? ''
