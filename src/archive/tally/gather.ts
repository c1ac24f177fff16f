import type { Recipe, RecipeKey, RecipeMeasure, Steps } from '../engine/recipe.ts'
import { jsonNumbers, type Sql, sql, unless } from '../engine/sql.ts'
import type { Key, Measure, Source, Tallying } from '../engine/tallying.ts'
import { first, type Work } from '../engine/work.ts'
import { type ColumnsQuery, columnsQuery, type ReadColumn, unitsQuery } from '../read/columns.ts'
import { stepsOf } from './steps.ts'
import type { Tally } from './tally.ts'

const column = (value: Sql): ReadColumn => ({ sql: value, isList: false })
/** Our own id of a call. */
const ID = column(sql`c.id`)

/** Has read what every call has, and counted. */
export function* gather(tallying: Tallying): Work<Tally> {
  const { where, keys, measures } = tallying
  const items = keyedItems(tallying)
  const ofCalls = keys.filter(({ source }) => !source).map(({ value }) => column(value))
  const ofMeasures = measures.flatMap(measure => columnsOf(measure, items))
  const calls = columnsQuery(where, [...(items.size > 0 ? [ID] : []), ...ofCalls, ...ofMeasures])
  // Several things of each unit in one list: a list for each call would take longer to make than all the rest.
  const units = [...items].map(([{ from, order }, own]) => unitsQuery(where, from, order, [ID, ...own.map(column)]))
  const sources = [...items.keys()]
  const tables = [calls, ...units]
  const recipe: Recipe = {
    ids: [items.size > 0 ? calls.placeOf(ID) : null, ...units.map(({ placeOf }) => placeOf(ID))],
    keys: yield* recipeKeys(tallying, tables, sources),
    measures: measures.map(measure => recipeOf(measure, tables, sources)),
  }
  return (yield { want: 'count', queries: tables.map(({ query }) => query), recipe }) as Tally
}

function* recipeKeys({ keys, where }: Tallying, tables: readonly ColumnsQuery[], sources: readonly Source[]) {
  const found: RecipeKey[] = []
  for (const key of keys) {
    const table = key.source ? sources.indexOf(key.source) + 1 : 0
    const steps = key.bucketOf ? yield* stepsIn(key.bucketOf, where) : null
    found.push({ table, place: tables[table]!.placeOf(column(key.value)), steps })
  }
  return found
}

/** Between the first call and the last, which the index of starts tells. */
function* stepsIn(bucketOf: NonNullable<Key['bucketOf']>, where: Sql): Work<Steps> {
  const end = (order: Sql): Sql =>
    sql`SELECT c.started_at FROM conversations c WHERE c.started_at > 0 AND (${where}) ORDER BY c.started_at ${order} LIMIT 1`
  const span = yield* first<{ from: number | null; to: number | null }>(
    sql`SELECT (${end(sql``)}) AS "from", (${end(sql`DESC`)}) AS "to"`,
  )
  return stepsOf(bucketOf, Math.trunc(span?.from ?? 0), Math.trunc(span?.to ?? 0))
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

/** The numbers of the units of a call, as a column of calls: where nothing else is asked of them. */
const listOf = ({ from, order }: Source, item: Sql): ReadColumn => ({
  sql: jsonNumbers(item, from, order),
  isList: true,
})

function recipeOf(measure: Measure, tables: readonly ColumnsQuery[], sources: readonly Source[]): RecipeMeasure {
  const { leftOut, reading, keeps, percentiles } = measure
  const [ofFirst, ofSecond] = columnsOf(measure, new Map()).map(one => tables[0]!.placeOf(one))
  const recipe = { conditions: leftOut.length, keeps, percentiles, first: ofFirst! }
  if (!('units' in reading)) return { ...recipe, second: ofSecond ?? null, units: null }
  const { source, item, isSummed = false } = reading.units
  const table = sources.indexOf(source) + 1
  const place = table === 0 ? ofSecond! : tables[table]!.placeOf(column(item))
  return { ...recipe, second: null, units: { table, place, isSummed } }
}
