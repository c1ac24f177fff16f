import type { Archive } from '../archive/archive.ts'
import { and } from '../archive/engine/sql.ts'
import { whereOf } from '../archive/select/select.ts'
import type { CallSelection } from '../domain/filter.ts'
import { atOnce, type Pieces } from '../pieces.ts'
import { type Plan, planOf, type Question } from './define/question.ts'
import { KeySpace } from './read/key-space.ts'
import { countsOf, type Measured, measure, repeatsOf } from './read/measured.ts'
import { countCalls, type ReadSelection, readSelection } from './read/read-selection.ts'
import type { Analysis, GroupNote, MetricNote } from './table/answer.ts'
import { comparisonRanks, comparisonTable, type Pair } from './table/comparison-table.ts'
import { labelsOf } from './table/labels.ts'
import { order } from './table/order.ts'
import { remarksOf } from './table/remarks.ts'
import { histogramsOf, summaryRanks, summaryTable } from './table/summary-table.ts'
import { boundsOf, bucketsOf, cutBuckets } from './table/time-buckets.ts'

/**
 * The answer of the archive, as it is now, to a question of numbers. What it must hold for that: `needsOf`.
 * @throws UserInputError for names that do not exist, or a filter that cannot be read
 */
export const analyze = (archive: Archive, question: Question): Analysis => atOnce(analyzeInPieces(archive, question))

/** The same with pauses. All that the archive tells is read before the first one, so that the numbers are of one moment. */
export function analyzeInPieces(archive: Archive, question: Question): Pieces<Analysis> {
  const plan = planOf(question)
  const { compareTo } = question
  return compareTo ? compareSelections(archive, question, compareTo, plan) : summarize(archive, question, plan)
}

function* summarize(archive: Archive, question: Question, plan: Plan): Pieces<Analysis> {
  const space = new KeySpace(plan.groups.length)
  const side = readSelection(archive, question, plan, question.zone, space)
  const isFilled = fillTimes(space, side, question, plan)
  const { keys } = space
  const until = knownUntil(archive, question)
  const labels = labelsOf(archive.db, plan, question.zone, keys)
  const remarks = remarksOf(archive, question, plan, until)
  const measured = yield* measure(side, repeatsOf(archive.db, side, plan, until), plan, keys.length)
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
  }
}

function* compareSelections(
  archive: Archive,
  question: Question,
  compareTo: CallSelection & { label: string },
  plan: Plan,
): Pieces<Analysis> {
  const space = new KeySpace(plan.groups.length)
  const [first, second] = [question, compareTo].map(one => readSelection(archive, one, plan, question.zone, space))
  const { keys } = space
  const until = knownUntil(archive, question)
  const labels = labelsOf(archive.db, plan, question.zone, keys)
  const remarks = [question, compareTo].map(one => remarksOf(archive, one, plan, until))
  const shared = countCalls(archive, and([question, compareTo].map(({ filter, window }) => whereOf(filter, window))))
  const [repeats, otherRepeats] = [first!, second!].map(side => repeatsOf(archive.db, side, plan, until))
  const ours = yield* measure(first!, repeats ?? null, plan, keys.length)
  const others = yield* measure(second!, otherRepeats ?? null, plan, keys.length)
  yield
  const pairs = ours.map((measured, at): Pair => [measured, others[at]!])
  const [counts, otherCounts] = [first!, second!].map(side => countsOf(side, keys.length))
  const both = counts!.map((count, row) => count + otherCounts![row]!)
  const { rows, ...rowsLeftOut } = order(comparisonRanks(pairs, keys, both, labels, question.sort), question, plan)
  const { judged, ...tables } = comparisonTable(plan, pairs, rows, labels, shared > 0)
  return {
    selected: first!.selected,
    remarks: remarks[0]!,
    ...tables,
    metrics: pairs.map(([measured, other]) => ({ ...noteOf(measured), otherLeftOut: other.leftOut })),
    groups: groupNotes(plan, question, false),
    rowsLeftOut,
    histograms: [],
    comparison: {
      ...{ label: compareTo.label, other: second!.selected, shared, judged },
      remarks: remarks[1]!,
    },
  }
}

/** Adds rows for times without calls, if rows are nothing but times and rows of few calls are wanted. */
function fillTimes(space: KeySpace, { starts }: ReadSelection, question: Question, { groups }: Plan): boolean {
  const { window, knownUntil, zone, minCount = 0 } = question
  const clock = groups.length === 1 && minCount <= 0 ? groups[0]!.group.clock : undefined
  const buckets = clock ? bucketsOf(clock, boundsOf(window, knownUntil), starts, zone) : null
  for (const bucket of buckets ?? []) space.numberOf([bucket])
  return buckets !== null
}

const knownUntil = ({ db }: Archive, question: Question): number =>
  question.knownUntil ??
  Number(db.get('SELECT max(started_at) AS newest FROM conversations WHERE deleted_at IS NULL')?.newest ?? 0)

const noteOf = ({ name, metric: { title, unit, definition }, leftOut }: Measured): MetricNote => {
  return { name, title, unit, definition, leftOut }
}

const groupNotes = ({ groups }: Plan, { window, knownUntil, zone }: Question, isFilled: boolean): GroupNote[] =>
  groups.map(({ name, group: { title, definition, source, clock } }) => {
    const note = { name, title, definition, overlaps: source !== undefined }
    if (!clock) return note
    const cut = clock.next ? cutBuckets(clock, boundsOf(window, knownUntil), zone) : []
    return { ...note, isFilled, cut: cut.map(bucket => clock.show(bucket, zone)) }
  })
