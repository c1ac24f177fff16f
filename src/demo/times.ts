/* Times of calls in files that others have made: a file is no API, and may hold them in several ways. */

/** 2000 and 2100, in Unix seconds. */
const [FIRST, LAST] = [946_684_800, 4_102_444_800]

/** Whole Unix seconds, of seconds, milli-, micro- or nanoseconds, as number or text, or of ISO 8601; 0: unreadable. */
export function readStart(value: unknown): number {
  const isGiven = typeof value === 'number' || isWritten(value)
  const number = isGiven ? Number(value) : Number.NaN
  if (Number.isNaN(number)) {
    const text = typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? value : ''
    const secs = Date.parse(/[Tt ].*(?:[Zz]|[+-]\d\d:?\d\d)$|^.{10}$/.test(text) ? text : `${text}Z`) / 1000
    return secs > 0 ? Math.floor(secs) : 0
  }
  if (number < FIRST) return 0
  const secs = [1, 1e3, 1e6, 1e9].map(part => number / part).find(secs => secs >= FIRST && secs < LAST)
  return Math.floor(secs ?? 0)
}

/** A number as people write them, not as programs do (`0x20`). */
const isWritten = (value: unknown): value is string =>
  typeof value === 'string' && /^[\s\d.+-]*\d[\s\d.eE+-]*$/.test(value) && !ROUNDED.test(value)

/** 1.794E+12 of a spreadsheet. */
const ROUNDED = /^\s*\d(\.\d{1,7})?e\+\d/i

/** A day: no call is longer. */
const LONGEST = 86_400

/** Seconds; null: not given, or not possible, as none at all where something was said. */
export function readDuration(value: unknown, hasMessages: boolean): number | null {
  const secs = isWritten(value) ? Number(value) : value
  if (typeof secs !== 'number' || !(secs >= 0 && secs <= LONGEST)) return null
  return secs === 0 && hasMessages ? null : secs
}
