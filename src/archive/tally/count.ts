import { addPart } from '../../domain/statistics/clusters.ts'
import { summaryOf } from '../../domain/statistics/fast-summary.ts'
import { USUAL_PERCENTILES } from '../../domain/statistics/percentile.ts'
import type { Pieces } from '../../pieces.ts'
import type { Recipe, RecipeMeasure } from '../engine/recipe.ts'
import type { Row } from '../engine/values.ts'
import { type Scalar, ToldColumns } from '../read/told-columns.ts'
import { assign, type Members } from './assign.ts'
import { type Left, noSample, type Sample, type Tallied } from './tally.ts'
import { type UnitTable, unitsInLists, unitsInOneList } from './unit-list.ts'

/** @param told one row for each table of the recipe */
export function* count({ ids, keys, measures }: Recipe, told: readonly Row[]): Pieces<Tallied> {
  const [calls, ...units] = told.map(row => new ToldColumns(row)) as [ToldColumns, ...ToldColumns[]]
  const lists = yield* unitLists(ids, calls, units)
  const members = assign(keys, calls, lists)
  const row = (key: Scalar[]) => ({ key, calls: 0, samples: measures.map(noSample) })
  const rows = members.keys.map(row)
  for (const at of members.rows) rows[at]!.calls++
  const whole = { ...row([]), calls: calls.size }
  const left: Left[] = []
  for (const [at, measure] of measures.entries()) {
    yield
    const add = adding(measure, calls, lists, members)
    const samples = rows.map(({ samples }) => samples[at]!)
    for (let pair = 0; pair < members.calls.length; pair++) {
      add.toRow(samples[members.rows[pair]!]!, members.calls[pair]!, pair)
    }
    yield
    const leftOut = { calls: Array.from({ length: measure.conditions }, () => 0), missing: 0, units: 0 }
    for (let call = 0; call < calls.size; call++) add.toWhole(whole.samples[at]!, call, leftOut)
    left.push(leftOut)
    if (measure.keeps !== 'summary') continue
    yield
    for (const sample of [...samples, whole.samples[at]!]) summarize(sample, measure)
  }
  return { rows, whole, left }
}

/** By table; the first is that of the calls. */
function* unitLists(
  ids: Recipe['ids'],
  calls: ToldColumns,
  units: readonly ToldColumns[],
): Pieces<(UnitTable | undefined)[]> {
  const lists: (UnitTable | undefined)[] = [undefined]
  if (units.length === 0) return lists
  const numbers = new Map((calls.cells(ids[0]!) as number[]).map((id, call) => [id, call]))
  for (const [at, table] of units.entries()) {
    lists.push(unitsInOneList(table, ids[at + 1]!, numbers))
    yield
  }
  return lists
}

function summarize(sample: Sample, { percentiles = [] }: RecipeMeasure): void {
  sample.summary = summaryOf(sample.values, [...USUAL_PERCENTILES, ...percentiles])
  sample.values = []
  sample.sizes = []
}

interface Adding {
  toRow(sample: Sample, call: number, pair: number): void
  toWhole(sample: Sample, call: number, left: Left): void
}

function adding(
  measure: RecipeMeasure,
  calls: ToldColumns,
  lists: readonly (UnitTable | undefined)[],
  members: Members,
): Adding {
  const first = calls.cells(measure.first) as Scalar[]
  const second = measure.second === null ? null : (calls.cells(measure.second) as Scalar[])
  const ofUnits = unitsAdding(measure, calls, lists, members)
  /** @returns false: the call has no number */
  const add = (sample: Sample, call: number): boolean => {
    const [value, below] = [first[call]!, second ? second[call]! : 1]
    if (value === null || below === null) return false
    if (measure.keeps === 'sums') addPart(sample.sums, value as number, below as number)
    else addValue(sample, value as number)
    return true
  }
  const isIn = (call: number): boolean => typeof first[call] !== 'string'
  return {
    toRow(sample, call, pair) {
      if (!isIn(call)) return
      if (ofUnits) ofUnits(sample, call, pair)
      else add(sample, call)
    },
    toWhole(sample, call, left) {
      if (!isIn(call)) left.calls[Number(first[call])]!++
      else if (ofUnits) left.units += ofUnits(sample, call, null)
      else if (!add(sample, call)) left.missing++
    },
  }
}

/** @returns adds the units of a call, those that brought it into the row of the pair; answers how many have no number */
function unitsAdding(
  { keeps, units }: RecipeMeasure,
  calls: ToldColumns,
  lists: readonly (UnitTable | undefined)[],
  { sources }: Members,
) {
  if (units === null) return null
  const { table, place, isSummed } = units
  const list = lists[table] ?? unitsInLists(calls, place)
  const numbers = list.numbers(place)
  const own = sources.find(one => one.table === table)
  const isNumber = keeps !== 'sums' && !isSummed
  return (sample: Sample, call: number, pair: number | null): number => {
    const [from, end] = [list.starts[call]!, list.starts[call]! + list.sizes[call]!]
    const tuple = own && pair !== null ? own.ofPairs[pair]! : null
    let [sum, size, missing] = [0, 0, 0]
    for (let unit = from; unit < end; unit++) {
      if (tuple !== null && own!.ofUnits[unit] !== tuple) continue
      const value = numbers[unit]!
      if (Number.isNaN(value)) {
        missing++
        continue
      }
      if (isNumber) sample.values.push(value)
      sum += value
      size++
    }
    if (isSummed) addValue(sample, sum)
    else if (isNumber) sample.sizes.push(size)
    else if (size > 0) addPart(sample.sums, sum, size)
    return missing
  }
}

function addValue(sample: Sample, value: number): void {
  sample.values.push(value)
  sample.sizes.push(1)
}
