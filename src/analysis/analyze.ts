import { whereOf } from '../archive/select.ts'
import { and } from '../archive/sql.ts'
import type { Archive } from '../archive/store.ts'
import type { CallSelection } from '../domain/filter.ts'
import type { Analysis, GroupNote, MetricNote } from './answer.ts'
import { contrast, contrastRanks, type Pair } from './contrast.ts'
import { describe, histogramsOf, ranksOf } from './describe.ts'
import { boundsOf, bucketsOf, cutBuckets } from './fill.ts'
import { KeySpace } from './key-space.ts'
import { labelsOf } from './labels.ts'
import { countsOf, type Measured, measure } from './measured.ts'
import { order } from './order.ts'
import { type Plan, planOf, type Question } from './question.ts'
import { remarksOf } from './remarks.ts'
import { countCalls, readSide, type Side } from './side.ts'

/**
 * The answer of the archive, as it is now, to a question of numbers. What it must hold for that: `needsOf`.
 * @throws UserInputError for names that do not exist, or a filter that cannot be read
 */
export function analyze(archive: Archive, question: Question): Analysis {
  const plan = planOf(question)
  const { compareTo } = question
  return compareTo ? compareTwo(archive, question, compareTo, plan) : describeOne(archive, question, plan)
}

function describeOne(archive: Archive, question: Question, plan: Plan): Analysis {
  const space = new KeySpace(plan.groups.length)
  const side = readSide(archive, question, plan, question.zone, space)
  const isFilled = fill(space, side, question, plan)
  const { keys } = space
  const measured = measure(archive.db, side, plan, keys.length, knownUntil(archive, question))
  const counts = countsOf(side, keys.length)
  const labels = labelsOf(archive.db, plan, question.zone, keys)
  const { rows, ...rowsLeftOut } = order(ranksOf(measured, keys, counts, labels, question.sort), question, plan)
  return {
    selected: side.selected,
    remarks: remarksOf(archive, question, plan, knownUntil(archive, question)),
    ...describe(plan, measured, rows, labels),
    metrics: measured.map(noteOf),
    groups: groupNotes(plan, question, isFilled),
    rowsLeftOut,
    histograms: question.histogram ? histogramsOf(measured, rows, labels) : [],
  }
}

function compareTwo(
  archive: Archive,
  question: Question,
  compareTo: CallSelection & { label: string },
  plan: Plan,
): Analysis {
  const space = new KeySpace(plan.groups.length)
  const [first, second] = [question, compareTo].map(one => readSide(archive, one, plan, question.zone, space))
  const { keys } = space
  const until = knownUntil(archive, question)
  const [ours, others] = [first!, second!].map(side => measure(archive.db, side, plan, keys.length, until))
  const pairs = ours!.map((measured, at): Pair => [measured, others![at]!])
  const [counts, otherCounts] = [first!, second!].map(side => countsOf(side, keys.length))
  const both = counts!.map((count, row) => count + otherCounts![row]!)
  const labels = labelsOf(archive.db, plan, question.zone, keys)
  const { rows, ...rowsLeftOut } = order(contrastRanks(pairs, keys, both, labels, question.sort), question, plan)
  const shared = countCalls(archive, and([question, compareTo].map(({ filter, window }) => whereOf(filter, window))))
  const { judged, ...tables } = contrast(plan, pairs, rows, labels, shared > 0)
  return {
    selected: first!.selected,
    remarks: remarksOf(archive, question, plan, until),
    ...tables,
    metrics: pairs.map(([measured, other]) => ({ ...noteOf(measured), otherLeftOut: other.leftOut })),
    groups: groupNotes(plan, question, false),
    rowsLeftOut,
    histograms: [],
    comparison: {
      ...{ label: compareTo.label, other: second!.selected, shared, judged },
      remarks: remarksOf(archive, compareTo, plan, until),
    },
  }
}

/** Adds the rows that nobody called in, where rows are nothing but times and those of few calls are wanted. */
function fill(space: KeySpace, { starts }: Side, question: Question, { groups }: Plan): boolean {
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
