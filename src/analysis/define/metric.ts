import { IS_LEFT_OUT } from '../../archive/due/unreadable.ts'
import { asNumber, type Sql, sql } from '../../archive/engine/sql.ts'
import type { Source, Units as UnitsOfCalls } from '../../archive/engine/tallying.ts'
import { IS_LIVE } from '../../archive/read/count-calls.ts'

/** Calls that are not counted, and why. */
export interface Exclusion {
  reason: string
  /** A condition on `conversations c`. */
  when: Sql
}

export type { Source }

/** A number of each unit of a call. */
export interface Units extends UnitsOfCalls {
  /** Numbers are read as so many times what they are. */
  per?: number
}

/** Shares are 0 to 1. */
export type Unit =
  | 'calls'
  | 'callers'
  | 'share'
  | 's'
  | 'turns'
  | 'messages'
  | 'entries'
  | 'tool calls'
  | 'words'
  | 'times'
  | 'credits'
  | 'USD'
  | 'points'
  | ''

/** Where the numbers of a call come from; of a rate, a condition. */
export type Reading = { value: Sql } | { numerator: Sql; denominator: Sql } | { units: Units }

/**
 * How the numbers of many calls become one:
 * - `count`: calls; `portion`: their share of the calls of all rows
 * - `rate`: calls with the thing / calls
 * - `callers`: the same of callers, each of whom may have called several times
 * - `distinct`: callers; `per_caller`: calls / callers
 * - `peak`: most calls at a time, each given as its start and its duration
 * - `share`: units with the thing / units; calls are clusters of units
 * - `ratio`: a sum / a sum, both over calls; `price`: the same where most calls add nothing to what is below
 * - `number`: average, extremes and percentiles
 */
export type Form =
  | 'count'
  | 'portion'
  | 'rate'
  | 'callers'
  | 'distinct'
  | 'per_caller'
  | 'peak'
  | 'share'
  | 'ratio'
  | 'price'
  | 'number'

export interface Metric {
  title: string
  unit: Unit
  /** What over what, in one sentence. */
  definition: string
  form: Form
  /** A call is left out for the first reason that holds. */
  leftOut: readonly Exclusion[]
  /** Why a call or a unit may have no number all the same. */
  missing: string
  /** Missing where it is the calls themselves that count. */
  reading?: Reading
  /** Takes the place of `reading` in groups of these units: by tool, only the calls of that tool count. */
  within?: Units
}

const UNFINISHED: Exclusion = { reason: 'in progress', when: IS_LIVE }
/** One that the API did not have when this was written. */
const UNKNOWN_STATUS: Exclusion = { reason: 'status unknown', when: sql`c.status NOT IN ('done', 'failed')` }
const UNREADABLE: Exclusion = { reason: 'cannot be read', when: sql`c.finished IS NOT TRUE AND ${IS_LEFT_OUT}` }
/** Also where the detail was read before the call ended: then it tells nothing of the whole call. */
const UNREAD: Exclusion = { reason: 'not synced yet', when: sql`c.finished IS NOT TRUE` }
/** Whether anybody was heard is known of neither. */
export const UNHEARD = 'no transcript, or speakers unknown'
const UNSURE: Exclusion = { reason: UNHEARD, when: sql`c.connected IS NULL` }
const UNCONNECTED: Exclusion = { reason: 'not connected', when: sql`NOT c.connected` }
const NO_VERDICT = sql`c.outcome NOT IN ('success', 'failure')`
const UNANALYSED: Exclusion = { reason: 'not evaluated', when: sql`${NO_VERDICT} AND NOT c.analysed` }
const UNJUDGED: Exclusion = { reason: 'outcome unknown', when: NO_VERDICT }

/** Done or failed. Lists tell. */
export const FINISHED = [UNFINISHED, UNKNOWN_STATUS]
/** Success or failure. Lists tell. */
export const JUDGED = [UNFINISHED, UNKNOWN_STATUS, UNANALYSED, UNJUDGED]
/** Finished, and the detail is here. */
export const READ = [UNFINISHED, UNKNOWN_STATUS, UNREADABLE, UNREAD]
/** The caller said something. */
export const CONNECTED = [...READ, UNSURE, UNCONNECTED]
/** Success or failure, and the detail is here. */
export const JUDGED_READ = [...READ, UNANALYSED, UNJUDGED]

/** What callers did, and who they are, is known of calls by their ids. */
export const isOfCallers = ({ form }: Metric): boolean => ['callers', 'distinct', 'per_caller'].includes(form)

/** Only the detail of a call tells. */
export const metricNeedsDetail = ({ leftOut }: Metric): boolean => leftOut.includes(UNREAD)

type Base = readonly Exclusion[]

export const rate = (title: string, definition: string, leftOut: Base, hit: Sql, missing = 'unknown'): Metric => {
  return { title, unit: 'share', definition, form: 'rate', leftOut, missing, reading: { value: asNumber(hit) } }
}

export const number = (
  title: string,
  unit: Unit,
  definition: string,
  leftOut: Base,
  value: Sql,
  missing = 'not given',
): Metric => ({ title, unit, definition, form: 'number', leftOut, missing, reading: { value } })

export const share = (
  title: string,
  definition: string,
  leftOut: Base,
  [numerator, denominator]: readonly [Sql, Sql],
  missing: string,
): Metric => {
  return { title, unit: 'share', definition, form: 'share', leftOut, missing, reading: { numerator, denominator } }
}

export const ratio = (
  title: string,
  unit: Unit,
  definition: string,
  leftOut: Base,
  [numerator, denominator]: readonly [Sql, Sql],
  missing: string,
): Metric => ({ title, unit, definition, form: 'ratio', leftOut, missing, reading: { numerator, denominator } })

/** Of units, not of calls. */
export const unitNumber = (title: string, unit: Unit, definition: string, units: Units, missing: string): Metric => {
  return { title, unit, definition, form: 'number', leftOut: READ, missing, reading: { units } }
}

export const unitShare = (title: string, definition: string, units: Units, missing: string): Metric => {
  return { title, unit: 'share', definition, form: 'share', leftOut: READ, missing, reading: { units } }
}
