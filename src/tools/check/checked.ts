import type { RowProbe, Value } from '../../analysis/index.ts'
import type { Analysed } from '../analyze/analysed.ts'
import type { Condition } from './condition.ts'
import type { Drift } from './drift.ts'

/** What is to be decided, with the numbers that decide it: places among the probes. */
export type Check = { condition: Condition; probe: number } | { drift: Drift; probes: { low: number; high: number } }

/** The probes of every group in one window. */
export interface Reading {
  analysed: Analysed
  isComplete: boolean
  /** By the group's values as JSON. */
  rows: Map<string, { group: Value[]; probed: RowProbe[] }>
}

/** All that was read for the checks. */
export interface Checked {
  checks: readonly Check[]
  /** The window that was asked for, and as many before it, the newest first. */
  periods: readonly Reading[]
  /** The same hours of the weeks before, where drift is asked for. */
  weeks: readonly Reading[]
}
