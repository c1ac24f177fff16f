import type { Bin } from '../../domain/statistics.ts'
import type { Stat } from '../compute/estimates.ts'
import type { Probed } from '../compute/probe.ts'
import type { GroupName } from '../define/groups.ts'
import type { Unit } from '../define/metric.ts'
import type { MetricName } from '../define/metrics.ts'
import type { LeftOut } from '../read/measured.ts'
import type { Remarks } from './remarks.ts'

export type Value = string | number | boolean | null

export interface TableColumn {
  name: string
  /** Missing where the column holds what calls are grouped by, or words. */
  metric?: MetricName
  stat?: Stat
  unit?: Unit
}

/** In the columns of groups null is the row of the calls that have no such value. */
export interface Table {
  columns: TableColumn[]
  rows: Value[][]
}

/** What a metric's numbers are. */
export interface MetricNote {
  name: MetricName
  title: string
  unit: Unit
  definition: string
  /** Not counted, by reason; over all rows. */
  leftOut: LeftOut[]
  /** The same of the other selection. */
  otherLeftOut?: LeftOut[]
}

export interface GroupNote {
  name: GroupName
  title: string
  definition: string
  /** A call may be in several rows: rows add up to more than there are calls. */
  overlaps: boolean
  /** Rows are in the order in which their values began. */
  isDated?: boolean
  /** Of moments: rows of which the window holds only a part. */
  cut?: Value[]
  /** Of time: whether there are rows without calls, too, so that a chart has no holes. */
  isFilled?: boolean
}

/** What a probe found in a row. */
export interface RowProbe extends Probed {
  /** Ids of the calls that show it: see `outliersOf`. */
  calls: string[]
}

export interface Histogram {
  metric: MetricName
  /** Of the row. */
  key: Value[]
  bins: Bin[]
}

/** Why calls are in no row, and how many. */
export interface Selected {
  /** Calls that are selected. */
  calls: number
  /** Calls of which only their detail tells whether they are, and it is not synced yet. */
  undecided: number
  /** Of the calls, those in no row: only their detail tells in which, and it is not synced yet. */
  withoutDetail: number
}

export interface Comparison {
  label: string
  other: Selected
  remarks: Remarks
  /** Calls that are in both selections: then nothing can be said about chance. */
  shared: number
  /** How many differences were tested: about one in twenty looks significant by chance alone. */
  judged: number
}

export interface Analysis {
  selected: Selected
  remarks: Remarks
  /** A column for each statistic; of a comparison, a row for each statistic. */
  table: Table
  /** The same of all calls together, each counted once; empty where there are no groups. */
  total: Value[][]
  /** What is in the rows that are not in the table, each call once, as a row; null: nothing, or it is not known. */
  others: Value[] | null
  metrics: MetricNote[]
  groups: GroupNote[]
  /** Rows that are not in the table. */
  rowsLeftOut: { belowMinCount: number; beyondLimit: number; hasNone: boolean }
  histograms: Histogram[]
  /** By row of the table: one for each probe of the question. */
  probed: RowProbe[][]
  comparison?: Comparison
}
