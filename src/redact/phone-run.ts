import type { parsePhone } from '../domain/parse-phone.ts'
import { digitsOf, type Group, hasPlus, type Run } from './digits.ts'
import { FEWEST_DIGITS, KEY_DIGITS, type KnownPhones } from './known.ts'
import { SHAPES, type Shape } from './phone-shapes.ts'

/** A run of digits and what is known about it. */
export interface Candidate extends Run {
  text: string
  /** What the words next to it say it is. */
  words: () => 'phone' | 'other' | null
  /** Keys of numbers that the call has named elsewhere. */
  known: KnownPhones
  parse: typeof parsePhone
}

export interface Hit {
  groups: readonly Group[]
  key: string
}

/** Fewer are too like anything else; more no number has. */
export const SHORTEST = FEWEST_DIGITS
const LONGEST = 15
const LONGEST_NATIONAL = 13

/** The telephone numbers of a run, in which several may stand side by side. */
export function numbersIn(run: Candidate): Hit[] {
  const segments = split(run)
  const hits = segments.flatMap(segment => inSegment(run, segment))
  return hits.length === 0 && segments.length > 1 && isSpread(run) ? [hit(run.groups)] : hits
}

/** "4 1 5, 5 5 5, 0 1 3 2", or one part a line; commas alone are in lists of amounts, too. */
function isSpread(run: Candidate): boolean {
  if (run.words() === 'phone') return isShaped(run, run.groups, 'likely')
  const all = run.text.slice(run.groups[0]!.start, run.groups.at(-1)!.end)
  return !all.includes(',') && isShaped(run, run.groups, 'sure')
}

/** At commas, line breaks and wide gaps a new number may begin. */
function split({ text, groups }: Candidate): Group[][] {
  const segments: Group[][] = []
  groups.forEach((group, at) => {
    const gap = at === 0 ? ',' : text.slice(groups[at - 1]!.end, group.start)
    if (/[,\n]|\s{2}/.test(gap)) segments.push([group])
    else segments.at(-1)!.push(group)
  })
  return segments
}

function inSegment(run: Candidate, segment: readonly Group[]): Hit[] {
  const hits: Hit[] = []
  for (let at = 0; at < segment.length; ) {
    const rest = segment.slice(at, at + LONGEST)
    const found = hasPlus(run.text, rest[0]!.start)
      ? afterPlus(run, rest)
      : (afterZeros(run, rest) ?? nationalNumber(run, rest, segment))
    if (found) hits.push(found)
    at += found?.groups.length ?? 1
  }
  const count = digitsOf(segment).length
  const isSaid = hits.length === 0 && count >= SHORTEST && count <= LONGEST_NATIONAL && run.words() === 'phone'
  return isSaid ? [hit(segment)] : hits
}

/** As many groups as make a number that exists; else one of a possible length; else all that the plus touches. */
function afterPlus({ text, parse }: Candidate, rest: readonly Group[]): Hit | null {
  const read = beginnings(rest)
    .filter(groups => digitsOf(groups).length > SHORTEST)
    .map(groups => ({ groups, number: parse(`+${digitsOf(withoutTrunkZero(groups))}`) }))
  const isTouched = /[+Bb]/.test(text.charAt(rest[0]!.start - 1))
  const best =
    read.find(({ number }) => number?.isValid) ??
    read.find(({ number }) => number?.isPossible) ??
    (isTouched ? read[0] : undefined)
  return best ? hit(best.groups, best.number?.national) : null
}

/** +49 (0)30 … */
const withoutTrunkZero = (groups: readonly Group[]) => groups.filter(({ digits }, at) => at !== 1 || digits !== '0')

/** 0049 30 …, 011 49 30 …: only numbers that exist, since order numbers begin with zeros, too. */
function afterZeros(run: Candidate, rest: readonly Group[]): Hit | null {
  const prefix = /^(?:00|011)/.exec(rest[0]!.digits)?.[0]
  if (prefix === undefined || run.isInId || run.words() === 'other') return null
  for (const groups of beginnings(rest)) {
    const number = run.parse(`+${digitsOf(groups).slice(prefix.length)}`)
    if (number?.isValid && digitsOf(groups).length > 10) return hit(groups, number.national)
  }
  return null
}

/** The longest number that begins here and is one by its shape, or because the call has named it. */
function nationalNumber(run: Candidate, rest: readonly Group[], segment: readonly Group[]): Hit | null {
  const isNumber = (groups: readonly Group[]): boolean => {
    const digits = digitsOf(groups)
    if (digits.length <= LONGEST_NATIONAL && knownPhone(run.known, digits) !== null) return true
    if (run.isInId && run.words() !== 'phone') return false
    const isAlone = groups.length === 1 || (groups.length === segment.length && groups[0] === segment[0])
    return isShaped(run, groups, 'sure') || (isAlone && isShaped(run, groups, 'likely') && run.words() !== 'other')
  }
  const groups = beginnings(rest).find(isNumber)
  return groups ? hit(groups, knownPhone(run.known, digitsOf(groups)) ?? undefined) : null
}

/** The way of writing says so; digits said one by one say as much as digits in a row. */
function isShaped({ text, parse }: Candidate, groups: readonly Group[], least: Shape['evidence']): boolean {
  const digits = digitsOf(groups)
  if (areaInBrackets(text, groups) && digits.length >= 8 && digits.length <= 12) return true
  const written = groups.every(group => group.digits.length === 1)
    ? digits
    : groups.map(group => group.digits).join('-')
  return SHAPES.some(
    ({ groups: pattern, evidence, countries }) =>
      (least === 'likely' || evidence === 'sure') &&
      pattern.test(written) &&
      countries.some(country => parse(digits, country)?.isValid),
  )
}

/** (11) 91234-5678 */
const areaInBrackets = (text: string, [area, next]: readonly Group[]): boolean =>
  next !== undefined && /^\(\d{2,5}\)/.test(text.slice(area!.start - 1, next.start))

/** The first groups, most of them first, as far as their digits make a number. */
function beginnings(groups: readonly Group[]): (readonly Group[])[] {
  const all: (readonly Group[])[] = []
  let count = 0
  for (const [at, { digits }] of groups.entries()) {
    count += digits.length
    if (count > LONGEST) break
    if (count >= SHORTEST) all.unshift(groups.slice(0, at + 1))
  }
  return all
}

const hit = (groups: readonly Group[], national: string = digitsOf(groups)): Hit => ({
  groups,
  key: phoneKey(national),
})

/** Of the numbers that the call has named, the one that this is or ends: people leave the area code out. */
export function knownPhone(known: KnownPhones, digits: string): string | null {
  const key = phoneKey(digits)
  if (known.has(key)) return key
  if (digits.length < SHORTEST || digits.length >= KEY_DIGITS) return null
  return known.endingWith(digits)
}

export const phoneKey = (digits: string): string => digits.replace(/^0+/, '').slice(-KEY_DIGITS)
