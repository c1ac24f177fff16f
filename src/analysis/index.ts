/** Numbers over many calls. The rest of the program needs no more than this of the files beside it. */
export { analyze, analyzeInPieces } from './analyze.ts'
export { hasStat, mainStat, percentileOf, STATS, type Stat } from './compute/estimates.ts'
export type { Clock } from './define/group.ts'
export { GROUPS, type GroupName, groupOf } from './define/groups.ts'
export type { Form, Unit } from './define/metric.ts'
export { METRICS, type MetricName, metricOf } from './define/metrics.ts'
export { type Needs, needsOf, type Probe, type Question, type Sort } from './define/question.ts'
export { TOOL_NAME } from './define/units.ts'
export type { LeftOut } from './read/measured.ts'
export { DAYS, HOURS_OF_DAY, MONTHS, WEEKDAYS, WEEKS } from './read/time-groups.ts'
export type {
  Analysis,
  Comparison,
  GroupNote,
  Histogram,
  MetricNote,
  RowProbe,
  Table,
  TableColumn,
  Value,
} from './table/answer.ts'
