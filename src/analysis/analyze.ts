import type { Archive } from '../archive/archive.ts'
import { and, sql } from '../archive/engine/sql.ts'
import { first as firstRow, type Work } from '../archive/engine/work.ts'
import { countCalls } from '../archive/read/count-calls.ts'
import { whereOf } from '../archive/select/select.ts'
import { KeySpace } from '../archive/tally/key-space.ts'
import type { Tallied } from '../archive/tally/tally.ts'
import type { CallSelection } from '../domain/filter.ts'
import { inTurns, type Pieces, waitFor } from '../pieces.ts'
import { START } from './define/group.ts'
import { type Plan, planOf, type Question } from './define/question.ts'
import { countsOf, type Measured, measuredOf } from './read/measured.ts'
import { type Asked, othersOf, planOfRest } from './read/others.ts'
import { readSelection, selectedOf } from './read/read-selection.ts'
import type { Analysis, GroupNote, MetricNote } from './table/answer.ts'
import { comparisonRanks, comparisonTable, type Pair } from './table/comparison-table.ts'
import { labelsOf } from './table/labels.ts'
import { order } from './table/order.ts'
import { probeRows } from './table/probe-rows.ts'
import { remarksOf } from './table/remarks.ts'
import { histogramsOf, summaryRanks, summaryTable } from './table/summary-table.ts'
import { boundsOf, bucketsOf, cutBuckets } from './table/time-buckets.ts'

/**
 * The answer of the archive, as it is now, to a question of numbers. What it must hold for that: `needsOf`.
 * @throws UserInputError for names that do not exist, or a filter that cannot be read
 */
export async function analyze(archive: Archive, question: Question): Promise<Analysis> {
  return await inTurns(analyzeInPieces(archive, question))
}

/** The same with pauses. */
export function analyzeInPieces(archive: Archive, question: Question): Pieces<Analysis> {
  const plan = planOf(question)
  const { compareTo } = question
  return compareTo ? compareSelections(archive, question, compareTo, plan) : summarize(archive, question, plan)
}

function* summarize(archive: Archive, question: Question, first: Plan): Pieces<Analysis> {
  let asked: Asked = { plan: first, shown: null }
  for (let tries = 1; ; tries++) {
    const { plan } = asked
    const { side, rest, remarks, span } = yield* waitFor(archive.read(readForSummary(question, asked)))
    const tallied = yield* side.tally.finish()
    const space = spaceOf(plan, [tallied])
    const isFilled = fillTimes(space, span, question, plan)
    const labels = yield* waitFor(archive.read(labelsOf(plan, question.zone, space.keys)))
    const measured = measuredOf(tallied, side, plan, space)
    yield
    const counts = countsOf(tallied, space)
    const ranks = summaryRanks(measured, space.keys, counts, labels, question.sort)
    const { rows, ...rowsLeftOut } = order(ranks, question, plan)
    const others = yield* othersOf(asked, { tallied, space, measured, rest }, rows)
    if ('again' in others && tries < MOST_TRIES) {
      asked = others.again
      continue
    }
    return {
      selected: selectedOf(side, tallied),
      remarks,
      ...summaryTable(plan, measured, rows, labels, 'again' in others ? null : others.samples),
      metrics: measured.map(noteOf),
      groups: groupNotes(plan, question, isFilled),
      rowsLeftOut,
      histograms: question.histogram ? histogramsOf(measured, rows, labels) : [],
      probed: yield* probeRows(plan, measured, rows, side, space),
    }
  }
}

/** Each time other rows would have come to be shown while the archive was read. */
const MOST_TRIES = 4

/**
 * All numbers that the archive tells for its rows, for what is in no row that is shown, and for their total: of one
 * moment.
 */
function* readForSummary(question: Question, { plan, shown }: Asked) {
  const until = yield* knownUntil(question)
  const sideOf = (plan: Plan) => readSelection(question, plan, question.zone, until)
  return {
    side: yield* sideOf(plan),
    rest: shown && (yield* sideOf(planOfRest(plan, shown))),
    remarks: yield* remarksOf(question, plan, until),
    span: isOfTimes(plan) ? yield* startsOf(question) : [],
  }
}

type Compared = CallSelection & { label: string }

function* compareSelections(archive: Archive, question: Question, compareTo: Compared, plan: Plan): Pieces<Analysis> {
  const { first, second, shared } = yield* waitFor(archive.read(readForComparison(question, compareTo, plan)))
  const ours = yield* first.side.tally.finish()
  const theirs = yield* second.side.tally.finish()
  const space = spaceOf(plan, [ours, theirs])
  const labels = yield* waitFor(archive.read(labelsOf(plan, question.zone, space.keys)))
  const others = measuredOf(theirs, second.side, plan, space)
  const pairs = measuredOf(ours, first.side, plan, space).map((one, at): Pair => [one, others[at]!])
  yield
  const otherCounts = countsOf(theirs, space)
  const both = countsOf(ours, space).map((count, row) => count + otherCounts[row]!)
  const ranks = comparisonRanks(pairs, space.keys, both, labels, question.sort)
  const { rows, ...rowsLeftOut } = order(ranks, question, plan)
  const { judged, ...tables } = comparisonTable(plan, pairs, rows, labels, shared > 0)
  return {
    selected: selectedOf(first.side, ours),
    remarks: first.remarks,
    ...tables,
    metrics: pairs.map(([measured, other]) => ({ ...noteOf(measured), otherLeftOut: other.leftOut })),
    groups: groupNotes(plan, question, false),
    rowsLeftOut,
    ...{ histograms: [], probed: [], others: null },
    comparison: {
      ...{ label: compareTo.label, other: selectedOf(second.side, theirs), shared, judged },
      remarks: second.remarks,
    },
  }
}

function* readForComparison(question: Question, compareTo: Compared, plan: Plan) {
  const until = yield* knownUntil(question)
  function* readOf(selection: CallSelection) {
    const side = yield* readSelection(selection, plan, question.zone, until)
    return { side, remarks: yield* remarksOf(selection, plan, until) }
  }
  return {
    first: yield* readOf(question),
    second: yield* readOf(compareTo),
    shared: yield* countCalls(and([question, compareTo].map(({ filter, window }) => whereOf(filter, window)))),
  }
}

/** Numbers for the keys of all sides. */
function spaceOf({ groups }: Plan, sides: readonly Tallied[]): KeySpace {
  const space = new KeySpace(
    groups.length,
    groups.map(({ group }) => group.unify),
  )
  for (const { rows } of sides) for (const { key } of rows) space.numberOf(key)
  return space
}

/** Rows are nothing but times. */
const isOfTimes = ({ groups }: Plan): boolean => groups.length === 1 && groups[0]!.group.clock !== undefined

/** Adds rows for times without calls, if rows are nothing but times and rows of few calls are wanted. */
function fillTimes(space: KeySpace, starts: readonly number[], question: Question, plan: Plan): boolean {
  const { window, knownUntil, zone, minCount = 0 } = question
  if (!isOfTimes(plan) || minCount > 0) return false
  const buckets = bucketsOf(plan.groups[0]!.group.clock!, boundsOf(window, knownUntil), starts, zone)
  for (const bucket of buckets ?? []) space.numberOf([bucket])
  return buckets !== null
}

/** When the first and the last of the calls started; nothing where nobody knows. */
function* startsOf({ filter, window }: CallSelection): Work<number[]> {
  const start = sql`nullif(${START.sql}, 0)`
  const row = yield* firstRow<{ oldest: number | null; newest: number | null }>(
    sql`SELECT min(${start}) AS oldest, max(${start}) AS newest FROM conversations c WHERE ${whereOf(filter, window)}`,
  )
  return [row?.oldest, row?.newest].filter(start => typeof start === 'number')
}

function* knownUntil(question: Question): Work<number> {
  if (question.knownUntil !== undefined) return question.knownUntil
  const row = yield* firstRow(sql`SELECT max(started_at) AS newest FROM conversations WHERE deleted_at IS NULL`)
  return Number(row?.newest ?? 0)
}

const noteOf = ({ name, metric: { title, unit, definition }, leftOut }: Measured): MetricNote => {
  return { name, title, unit, definition, leftOut }
}

const groupNotes = ({ groups }: Plan, { window, knownUntil, zone }: Question, isFilled: boolean): GroupNote[] =>
  groups.map(({ name, group: { title, definition, source, clock, isDated } }) => {
    const note = { name, title, definition, overlaps: source !== undefined, ...(isDated && { isDated }) }
    if (!clock) return note
    const cut = clock.next ? cutBuckets(clock, boundsOf(window, knownUntil), zone) : []
    return { ...note, isFilled, cut: cut.map(bucket => clock.show(bucket, zone)) }
  })
