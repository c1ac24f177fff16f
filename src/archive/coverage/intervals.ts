/** A stretch of time that was read to its end: `from <= t < to`, all in Unix seconds. */
export interface Interval {
  from: number
  to: number
  /** When its reading began. */
  readAt: number
}

/** The intervals and one more, none overlapping, in order: where several cover a moment, the newest reading counts. */
export function addInterval(intervals: readonly Interval[], added: Interval): Interval[] {
  const all = [...intervals, added]
  const edges = [...new Set(all.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const joined: Interval[] = []
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const to = edges[index + 1]!
    const readings = all.filter(one => one.from <= from && to <= one.to).map(one => one.readAt)
    if (readings.length === 0) continue
    const readAt = Math.max(...readings)
    const last = joined.at(-1)
    if (last?.to === from && last.readAt === readAt) last.to = to
    else joined.push({ from, to, readAt })
  }
  return joined
}
