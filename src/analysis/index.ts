/** Numbers over many calls. The rest of the program needs no more than this of the files beside it. */
export { analyze, analyzeInPieces } from './analyze.ts'
export type { Analysis, Comparison, GroupNote, Histogram, MetricNote, Table, TableColumn, Value } from './answer.ts'
export { STATS, type Stat } from './estimates.ts'
export { GROUPS, type GroupName, groupOf } from './groups.ts'
export type { Unit } from './metric.ts'
export { METRICS, type MetricName, metricOf } from './metrics.ts'
export { type Needs, needsOf, type Question, type Sort } from './question.ts'
export type { LeftOut } from './samples.ts'
