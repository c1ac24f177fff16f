import { addPart } from '../../domain/statistics.ts'
import type { Pieces } from '../../pieces.ts'
import { type Sql, sql, unless } from '../engine/sql.ts'
import type { Measure, Source, Tallying, Units } from '../engine/tallying.ts'
import type { Work } from '../engine/work.ts'
import { type Columns, type ReadColumn, readColumns, type Scalar } from '../read/columns.ts'
import { assign, type Members } from './assign.ts'
import { type Left, noSample, type Sample, type Tallied, type Tally } from './tally.ts'
import { column, ID, listOf, readUnitList, type UnitList, unitsInLists, unitsInOneList } from './unit-list.ts'

/** Reads what every call has, for whoever adds it up here. */
export function* gather(tallying: Tallying): Work<Tally> {
  const { where, keys, measures } = tallying
  const ofCalls = keys.filter(({ source }) => !source).map(({ value }) => column(value))
  const items = keyedItems(tallying)
  const ids = items.size > 0 ? [ID] : []
  const ofMeasures = measures.flatMap(measure => columnsOf(measure, items))
  const columns = yield* readColumns(where, [...ids, ...ofCalls, ...ofMeasures])
  const units = new Map<Source, Columns>()
  for (const [source, ofUnits] of items) units.set(source, yield* readUnitList(where, source, ofUnits))
  return new Gathered(tallying, columns, units)
}

class Gathered implements Tally {
  readonly #tallying: Tallying
  readonly #columns: Columns
  readonly #units: ReadonlyMap<Source, Columns>

  constructor(tallying: Tallying, columns: Columns, units: ReadonlyMap<Source, Columns>) {
    this.#tallying = tallying
    this.#columns = columns
    this.#units = units
  }

  *finish(): Pieces<Tallied> {
    const { keys, measures } = this.#tallying
    const columns = this.#columns
    const lists = yield* this.#lists()
    const members = assign(keys, columns, lists)
    const row = (key: Scalar[]) => ({ key, calls: 0, samples: measures.map(noSample) })
    const rows = members.keys.map(row)
    for (const at of members.rows) rows[at]!.calls++
    const whole = { ...row([]), calls: columns.size }
    const left: Left[] = []
    for (const [at, measure] of measures.entries()) {
      yield
      const add = adding(measure, columns, lists, members)
      const samples = rows.map(({ samples }) => samples[at]!)
      for (let pair = 0; pair < members.calls.length; pair++) {
        add.toRow(samples[members.rows[pair]!]!, members.calls[pair]!, pair)
      }
      yield
      const leftOut = { calls: measure.leftOut.map(() => 0), missing: 0, units: 0 }
      for (let call = 0; call < columns.size; call++) add.toWhole(whole.samples[at]!, call, leftOut)
      left.push(leftOut)
    }
    return { rows, whole, left }
  }

  *#lists(): Pieces<Map<Source, UnitList>> {
    const lists = new Map<Source, UnitList>()
    for (const { reading } of this.#tallying.measures) {
      if (!('units' in reading) || this.#units.has(reading.units.source)) continue
      const { source, item } = reading.units
      lists.set(source, unitsInLists(source, item, this.#columns))
      yield
    }
    if (this.#units.size === 0) return lists
    const calls = new Map((this.#columns.cells(ID) as number[]).map((id, call) => [id, call]))
    for (const [source, columns] of this.#units) {
      lists.set(source, unitsInOneList(columns, calls))
      yield
    }
    return lists
  }
}

/** By source that keys are made of: all that is asked of its units. */
function keyedItems({ keys, measures }: Tallying): Map<Source, Sql[]> {
  const items = new Map<Source, Sql[]>()
  for (const { source, value } of keys) if (source) items.set(source, [...(items.get(source) ?? []), value])
  for (const { reading } of measures) if ('units' in reading) items.get(reading.units.source)?.push(reading.units.item)
  return items
}

/** The columns that a measure is made of; the first one tells the calls that are left out. */
function columnsOf({ leftOut, reading }: Measure, keyed: ReadonlyMap<Source, unknown>): ReadColumn[] {
  if ('value' in reading) return [column(unless(leftOut, reading.value))]
  if ('denominator' in reading) return [column(unless(leftOut, reading.numerator)), column(reading.denominator)]
  const { source, item } = reading.units
  return [column(unless(leftOut, sql`0`)), ...(keyed.has(source) ? [] : [listOf(source, item)])]
}

interface Adding {
  toRow(sample: Sample, call: number, pair: number): void
  toWhole(sample: Sample, call: number, left: Left): void
}

function adding(measure: Measure, columns: Columns, lists: ReadonlyMap<Source, UnitList>, members: Members): Adding {
  const { keeps, leftOut, reading } = measure
  const cells = (value: Sql): Scalar[] => columns.cells(column(value)) as Scalar[]
  const first = cells(
    unless(leftOut, 'value' in reading ? reading.value : 'units' in reading ? sql`0` : reading.numerator),
  )
  const second = 'denominator' in reading ? cells(reading.denominator) : null
  const ofUnits = 'units' in reading ? unitsAdding(measure, reading.units, lists, members) : null
  /** @returns false: the call has no number */
  const add = (sample: Sample, call: number): boolean => {
    const [value, below] = [first[call]!, second ? second[call]! : 1]
    if (value === null || below === null) return false
    if (keeps === 'sums') addPart(sample.sums, value as number, below as number)
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
  { keeps }: Measure,
  { source, item, isSummed }: Units,
  lists: ReadonlyMap<Source, UnitList>,
  { sources }: Members,
) {
  const list = lists.get(source)!
  const cells = list.cells(item) as (number | null)[]
  const own = sources.find(one => one.source === source)
  const isNumber = keeps !== 'sums' && !isSummed
  return (sample: Sample, call: number, pair: number | null): number => {
    const [from, end] = [list.starts[call]!, list.starts[call]! + list.sizes[call]!]
    const tuple = own && pair !== null ? own.ofPairs[pair]! : null
    let [sum, size, missing] = [0, 0, 0]
    for (let unit = from; unit < end; unit++) {
      if (tuple !== null && own!.ofUnits[unit] !== tuple) continue
      const value = cells[unit]!
      if (value === null) {
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
