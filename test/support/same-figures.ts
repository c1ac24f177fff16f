import { expect } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import type { Answer } from './client.ts'
import { newcombe, percent, range, type Share, wilson } from './figures.ts'

/* Figures of an answer of analyze_conversations, and those that it should have. */

/** Rows by column. */
export const rowsOf = ({ structured: { columns, rows } }: Answer, from: unknown[][] = rows): Json[] =>
  from.map(row => Object.fromEntries(columns.map((name: string, at: number) => [name, row[at]])))

/** All groups together, a row for each metric of a comparison. */
export const totalsOf = (answer: Answer): Json[] => rowsOf(answer, answer.structured.total)

/** The only row with these values. */
export function rowOf(answer: Answer, wanted: Json): Json {
  const found = rowsOf(answer).filter(row => Object.entries(wanted).every(([column, value]) => row[column] === value))
  expect(found, JSON.stringify(wanted)).toHaveLength(1)
  return found[0]!
}

export const leftOut = (answer: Answer, metric: string): Json[] =>
  answer.structured.definitions.find(({ name }: Json) => name === metric).left_out ?? []

const isNear = (found: unknown, expected: number | null, most: number): boolean =>
  expected === null || typeof found !== 'number' ? found === expected : Math.abs(found - expected) <= most

/** To a tenth of a percent, as answers round shares. */
export function sameShare(found: unknown, expected: number | null): void {
  if (!isNear(found, expected, 0.000501)) expect(found).toBe(expected)
}

/** To four digits. */
export function sameNumber(found: unknown, expected: number | null): void {
  if (!isNear(found, expected, 0.000501 * Math.abs(expected ?? 0))) expect(found).toBe(expected)
}

/** What lies between two numbers, with the decimals of the larger of them. */
export function sameDistance(found: unknown, one: number, other: number): void {
  if (!isNear(found, one - other, 0.000501 * Math.max(Math.abs(one), Math.abs(other)))) expect(found).toBe(one - other)
}

const quotient = ([k, n]: Share): number | null => (n === 0 ? null : k / n)

/** What a share is made of, and its value. */
export function sameHits(row: Json, metric: string, share: Share): void {
  expect({ ...row, found: [row[`${metric}.k`], row[`${metric}.n`]] }).toEqual({ ...row, found: share })
  sameShare(row[metric], quotient(share))
}

/** A share of calls, with Wilson's interval. */
export function sameRate(row: Json, metric: string, share: Share): void {
  sameHits(row, metric, share)
  const [low, high] = share[1] === 0 ? [null, null] : wilson(...share)
  sameShare(row[`${metric}.low`], low)
  sameShare(row[`${metric}.high`], high)
}

/** A share of calls on both sides, Newcombe's interval of what lies between, and what it says of chance. */
export function sameDifference(row: Json, one: Share, other: Share): void {
  expect([row.n, row.other_n]).toEqual([one[1], other[1]])
  const [p, q] = [quotient(one), quotient(other)]
  sameShare(row.value, p)
  sameShare(row.other, q)
  if (p === null || q === null) {
    expect([row.difference, row.low, row.high, row.verdict]).toEqual([null, null, null, 'no data'])
    return
  }
  const [low, high] = newcombe(one, other)
  sameShare(row.difference, p - q)
  sameShare(row.low, low)
  sameShare(row.high, high)
  expect(row.verdict).toBe(low > 0 || high < 0 ? 'significant' : 'not significant')
}

/** A share of calls as the text half writes it. */
export const rateText = ([k, n]: Share): string => `${percent(k / n)} % (${k}/${n}; ${range(wilson(k, n))})`

/** Both sides of a comparison as the text half writes them. */
export function differenceText(one: Share, other: Share): string {
  const [p, q] = [one, other].map(([k, n]) => k / n) as [number, number]
  const between = `${p > q ? '+' : ''}${percent(p - q)} points (${range(newcombe(one, other))})`
  return `${percent(p)} % (n ${one[1]})\t${percent(q)} % (n ${other[1]})\t${between}`
}
