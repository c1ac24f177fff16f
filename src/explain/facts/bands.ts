import { joined, Sql, sql } from '../../archive/engine/sql.ts'

/** How a number is cut: from each edge to below the next. */
export interface Bands {
  /** Ascending. */
  edges: readonly number[]
  /** `s` for seconds; none for counts and scores. */
  unit?: 's'
  /** Whole numbers: bands are named by what is in them. */
  isCount?: boolean
}

export const counts = (...edges: number[]): Bands => ({ edges, isCount: true })
export const seconds = (...edges: number[]): Bands => ({ edges, unit: 's' })
export const scores = (...edges: number[]): Bands => ({ edges })

/** Number of the band, from 0 on; null where there is no number. */
export function bandOf(value: Sql, { edges }: Bands): Sql {
  const lower = edges.map((edge, at) => sql`WHEN ${value} < ${new Sql(`${edge} THEN ${at}`)}`)
  return sql`CASE ${joined(lower, ' ')} WHEN ${value} IS NOT NULL THEN ${new Sql(String(edges.length))} END`
}

/** `under 30 s`, `30 to 60 s`, `600 s or more`; of counts `0`, `1 to 2`, `3 or more`. */
export function bandName(at: number, { edges, unit, isCount }: Bands): string {
  const after = unit ? ` ${unit}` : ''
  const [low, high] = [edges[at - 1], edges[at]]
  if (low === undefined) return isCount && high === 1 ? '0' : `under ${high}${after}`
  if (high === undefined) return `${low}${after} or more`
  if (!isCount) return `${low} to ${high}${after}`
  return high - low === 1 ? String(low) : `${low} to ${high - 1}`
}
