import type { Archive } from '../archive/archive.ts'
import { and, sql } from '../archive/engine/sql.ts'
import { first as firstRow, type Work } from '../archive/engine/work.ts'
import { countCalls } from '../archive/read/count-calls.ts'
import { whereOf } from '../archive/select/select.ts'
import type { CallSelection } from '../domain/filter.ts'
import { inTurns, type Pieces, waitFor } from '../pieces.ts'
import { type Plan, planOf, type Question } from './define/question.ts'
import { KeySpace } from './read/key-space.ts'
import { countsOf, type Measured, measure, repeatsOf } from './read/measured.ts'
import { type ReadSelection, readSelection } from './read/read-selection.ts'
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

function* summarize(archive: Archive, question: Question, plan: Plan): Pieces<Analysis> {
  const { side, keys, isFilled, labels, remarks, repeats } = yield* waitFor(
    archive.read(readForSummary(question, plan)),
  )
  const measured = yield* measure(side, repeats, plan, keys.length)
  yield
  const counts = countsOf(side, keys.length)
  const { rows, ...rowsLeftOut } = order(summaryRanks(measured, keys, counts, labels, question.sort), question, plan)
  return {
    selected: side.selected,
    remarks,
    ...summaryTable(plan, measured, rows, labels),
    metrics: measured.map(noteOf),
    groups: groupNotes(plan, question, isFilled),
    rowsLeftOut,
    histograms: question.histogram ? histogramsOf(measured, rows, labels) : [],
    probed: yield* probeRows(plan, measured, rows, { side, repeats }),
  }
}

/** All that the archive tells for it: of one moment. */
function* readForSummary(question: Question, plan: Plan) {
  const space = keySpaceOf(plan)
  const side = yield* readSelection(question, plan, question.zone, space)
  const isFilled = fillTimes(space, side, question, plan)
  const until = yield* knownUntil(question)
  return {
    ...{ side, isFilled, keys: space.keys },
    labels: yield* labelsOf(plan, question.zone, space.keys),
    remarks: yield* remarksOf(question, plan, until),
    repeats: yield* repeatsOf(side, plan, until),
  }
}

type Compared = CallSelection & { label: string }

function* compareSelections(archive: Archive, question: Question, compareTo: Compared, plan: Plan): Pieces<Analysis> {
  const { sides, keys, labels, shared } = yield* waitFor(archive.read(readForComparison(question, compareTo, plan)))
  const [first, second] = sides
  const ours = yield* measure(first.side, first.repeats, plan, keys.length)
  const others = yield* measure(second.side, second.repeats, plan, keys.length)
  yield
  const pairs = ours.map((measured, at): Pair => [measured, others[at]!])
  const otherCounts = countsOf(second.side, keys.length)
  const both = countsOf(first.side, keys.length).map((count, row) => count + otherCounts[row]!)
  const { rows, ...rowsLeftOut } = order(comparisonRanks(pairs, keys, both, labels, question.sort), question, plan)
  const { judged, ...tables } = comparisonTable(plan, pairs, rows, labels, shared > 0)
  return {
    selected: first.side.selected,
    remarks: first.remarks,
    ...tables,
    metrics: pairs.map(([measured, other]) => ({ ...noteOf(measured), otherLeftOut: other.leftOut })),
    groups: groupNotes(plan, question, false),
    rowsLeftOut,
    ...{ histograms: [], probed: [] },
    comparison: {
      ...{ label: compareTo.label, other: second.side.selected, shared, judged },
      remarks: second.remarks,
    },
  }
}

function* readForComparison(question: Question, compareTo: Compared, plan: Plan) {
  const space = keySpaceOf(plan)
  const until = yield* knownUntil(question)
  function* readOf(selection: CallSelection) {
    const side = yield* readSelection(selection, plan, question.zone, space)
    const remarks = yield* remarksOf(selection, plan, until)
    return { side, remarks, repeats: yield* repeatsOf(side, plan, until) }
  }
  return {
    sides: [yield* readOf(question), yield* readOf(compareTo)] as const,
    keys: space.keys,
    labels: yield* labelsOf(plan, question.zone, space.keys),
    shared: yield* countCalls(and([question, compareTo].map(({ filter, window }) => whereOf(filter, window)))),
  }
}

const keySpaceOf = ({ groups }: Plan): KeySpace =>
  new KeySpace(
    groups.length,
    groups.map(({ group }) => group.unify),
  )

/** Adds rows for times without calls, if rows are nothing but times and rows of few calls are wanted. */
function fillTimes(space: KeySpace, { starts }: ReadSelection, question: Question, { groups }: Plan): boolean {
  const { window, knownUntil, zone, minCount = 0 } = question
  const clock = groups.length === 1 && minCount <= 0 ? groups[0]!.group.clock : undefined
  const buckets = clock ? bucketsOf(clock, boundsOf(window, knownUntil), starts, zone) : null
  for (const bucket of buckets ?? []) space.numberOf([bucket])
  return buckets !== null
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
