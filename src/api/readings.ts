import { isRounded } from '../domain/rounded.ts'
import { numberOf } from './tolerant.ts'

/* Times as the API gives them, or as they stand in bodies that others have handled. */

const DAY = 24 * 3600
/** 2000 to 2100: no call starts outside of it; what does is a mark for "none", or another unit. */
const FIRST = 946_684_800
const LAST = 4_102_444_800

/** How many milli-, micro- and nanoseconds a second has. */
const PARTS = [1e3, 1e6, 1e9]

/** Whole Unix seconds of a moment in any of these units, or in ISO 8601; 0 where it is missing or cannot be one. */
export function startOf(value: unknown): number {
  const number = numberOf(value) ?? momentOf(value)
  if (number === null || number < FIRST || (typeof value === 'string' && isRounded(value))) return 0
  if (number < LAST) return Math.floor(number)
  return Math.floor(PARTS.map(part => number / part).find(secs => secs >= FIRST && secs < LAST) ?? 0)
}

const ISO = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i

/** No moment takes as many characters. */
const LONGEST = 100

/** A moment without a zone is one of UTC, not of this computer's. */
function momentOf(value: unknown): number | null {
  const text = typeof value === 'string' ? value.slice(0, LONGEST).trim() : ''
  const [, time, , , zone] = ISO.exec(text) ?? []
  if (!ISO.test(text) || (zone && !time)) return null
  const unix = Date.parse(time && !zone ? `${text}Z` : text.replace(/\s+(?=Z|[+-]\d\d:?\d\d$)/i, '')) / 1000
  return Number.isFinite(unix) ? unix : null
}

/**
 * Seconds of a call; null where there are none, or where they cannot be: negative, longer than a day, or none at all
 * although something was said.
 */
export function durationOf(value: unknown, hasMessages: boolean): number | null {
  const secs = numberOf(value)
  if (secs === null || secs < 0 || secs > DAY) return null
  return secs === 0 && hasMessages ? null : secs
}

/** Turns have whole seconds. */
const ROUNDING_SECS = 2

/** A turn of the call began after its end. */
export const runsPast = (secs: number, times: readonly (number | null)[]): boolean =>
  times.some(time => time !== null && time <= DAY && time > secs + ROUNDING_SECS)

/** Seconds: no call goes on so much longer than its turns say unless it was left open. */
const OPEN = 2 * 3600

/**
 * The call would have gone on for hours after its last turn, while its number in milliseconds would be a time at which it
 * can have ended.
 * @param times of its turns, of which there are some
 */
export function runsOn(secs: number, times: readonly (number | null)[]): boolean {
  if (secs <= OPEN || times.length < FEWEST) return false
  const last = times.reduce<number>((most, time) => Math.max(most, time ?? 0), 0)
  const after = secs / 1000 - last
  return last > 0 && secs > SLOWEST * times.length && after >= -ROUNDING_SECS && after <= SLOWEST
}

/** In no call of voices do turns come more slowly on average, in seconds. */
const SLOWEST = 300
/** Of fewer turns nobody can tell without a duration. */
const FEWEST = 3

/**
 * Turns are so far apart, and go past the end of the call, that their times must be milliseconds, whoever wrote them.
 * @param secs of the call, where they are known
 */
export function areMilliseconds(times: readonly (number | null)[], secs: number | null, isChat: boolean): boolean {
  const last = times.reduce<number>((most, time) => Math.max(most, time ?? 0), 0)
  const end = secs === null ? DAY : secs + ROUNDING_SECS
  if (last <= SLOWEST * times.length || last / 1000 > end) return false
  return last > end || (secs === null && !isChat && times.length >= FEWEST)
}

/** Seconds from the start of the call to a turn; null where they cannot be. */
export const timeInCallOf = (secs: number | null): number | null =>
  secs !== null && secs >= 0 && secs <= DAY ? secs : null

/** Seconds of a wait; one that is negative, or longer than a day, was not measured. */
export function waitOf(value: unknown): number | null {
  const secs = numberOf(value)
  return secs !== null && secs >= 0 && secs <= DAY ? secs : null
}

/** Seconds from the start of a call until it was accepted; null where one of both is missing, or they cannot be. */
export function ringOf(start: unknown, accepted: unknown): number | null {
  const [from, to] = [startOf(start), startOf(accepted)]
  return from > 0 && to > 0 ? waitOf(to - from) : null
}

/** Points of a criterion, of which `most` can be had where that is known. */
export const isScore = (score: number, most: number | null): boolean => score >= 0 && (most === null || score <= most)

const VERDICTS = ['success', 'failure', 'unknown']

/** Programs that pass bodies on write `Success`, too; a verdict that is none of these stays as it is. */
export function verdictOf(verdict: string | null | undefined): string {
  const plain = verdict?.trim().toLowerCase() ?? ''
  return VERDICTS.includes(plain) ? plain : plain === '' ? 'unknown' : verdict!
}

/** Words of the API that programs pass on in other letters: `INBOUND`, ` Twilio`. A text that is no such word stays as it is. */
export function wordOf(text: string | null): string | null {
  const word = text?.trim() ?? ''
  return /^[a-z][a-z\d_-]*$/i.test(word) ? word.toLowerCase() : text
}

/** `inbound` or `outbound`; carriers say `outbound-api`, too. What is neither stays as it is. */
export const directionOf = (text: string | null): string | null =>
  /^(?:in|out)bound(?=$|[-_])/.exec(wordOf(text) ?? '')?.[0] ?? text

/** `EN` is `en`, and `pt_br` `pt-BR`; what is no code stays as it is. */
export function languageOf(text: string | null): string | null {
  const [, language, region] = /^([a-z]{2,3})(?:[-_]([a-z]{2}))?$/i.exec(text?.trim() ?? '') ?? []
  return language === undefined ? text : [language.toLowerCase(), region?.toUpperCase()].filter(Boolean).join('-')
}
