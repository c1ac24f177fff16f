import type { Timeline } from '../../tools/view/schema.ts'

/** Where the rows of a call lie in time, in seconds; where the call has no times, each row is one second. */
export interface Times {
  /** False: the call has no times, and rows stand side by side. */
  known: boolean
  from: readonly number[]
  to: readonly number[]
  end: number
}

/** A speech ends when its words are said, or when somebody else begins. @param duration of the call, in seconds */
export function timesOf({ at, secs, who }: Timeline, duration: number | undefined): Times {
  const known = at.some(time => time !== null && time > 0)
  const from: number[] = []
  for (const [row, time] of at.entries()) from.push(known ? Math.max(time ?? 0, from[row - 1] ?? 0) : row)
  // Rows that begin in the same second have the same end before them.
  const next = new Float64Array(from.length + 1).fill(Number.POSITIVE_INFINITY)
  for (let row = from.length - 2; row >= 0; row--)
    next[row] = from[row + 1]! > from[row]! ? from[row + 1]! : next[row + 1]!
  const to = from.map((start, row) => {
    if (!known) return start + 0.9
    const most = who[row] === 't' ? Number.POSITIVE_INFINITY : next[row]!
    return Math.min(start + Math.max(0.4, secs[row] ?? 0), most)
  })
  const last = to.length === 0 ? 0 : to.reduce((most, time) => Math.max(most, time), 0)
  return { known, from, to, end: Math.max(known ? (duration ?? 0) : 0, last, 1) }
}

/** The row that is heard at that second: the last one that has begun. */
export function rowAtTime({ from }: Times, secs: number): number {
  let [low, high] = [0, from.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (from[middle]! <= secs) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}
