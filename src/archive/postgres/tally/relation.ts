import { joined, Sql, sql } from '../../engine/sql.ts'
import { type Key, type Source, sourcesOf, type Units } from '../../engine/tallying.ts'

/* What is added up: calls in their rows, or units in theirs, with the columns `k0`, `k1`, … of the keys. */

export const named = (value: Sql, name: string): Sql => sql`${value} AS ${new Sql(name)}`
export const listed = (parts: readonly Sql[]): Sql => joined(parts, ', ')
export const keyName = (at: number): string => `k${at}`
export const namesOf = (keys: readonly unknown[]): Sql[] => keys.map((_, at) => new Sql(keyName(at)))
/** Numbers come first: where rows are sorted, most are told apart by them, while texts often begin alike. */
export function groupBy(keys: readonly Key[], isWithWhole = false): Sql {
  const [numbers, texts] = [true, false].map(isNumber =>
    [...keys.entries()].flatMap(([at, { bucketOf }]) => (isNumber === (bucketOf !== undefined) ? keyName(at) : [])),
  ) as [string[], string[]]
  const names = new Sql([...numbers, ...texts].join(', '))
  if (keys.length === 0) return sql``
  return isWithWhole ? sql`GROUP BY GROUPING SETS ((${names}), ())` : sql`GROUP BY ${names}`
}

/** The calls that are added up. */
export interface Scope {
  /** A condition on `conversations c`. */
  where: Sql
  /** What a key is of the call itself. */
  ofCall(key: Key): Sql
  /** A condition on rows `u` of units: the planner does not see that they are of the months of the calls. */
  ofUnits: Sql
}

/** A key, and its number among all. */
type Placed = readonly [number, Key]

/**
 * The calls `c`, each once for each row that it is in.
 * @param columns of the call
 */
export const callsInRows = (scope: Scope, keys: readonly Key[], columns: readonly Sql[]): Sql =>
  callsWith(scope, [...keys.entries()], columns)

function callsWith(scope: Scope, keys: readonly Placed[], columns: readonly Sql[]): Sql {
  const sources = sourcesOf(keys.map(([, key]) => key))
  const table = (at: number): Sql => new Sql(`s${at}`)
  const ofKeys = keys.map(([at, key]) => {
    const name = new Sql(keyName(at))
    return key.source ? sql`${table(sources.indexOf(key.source))}.${name}` : named(scope.ofCall(key), keyName(at))
  })
  const joins = sources.map(
    (source, at) => sql` LEFT JOIN LATERAL (${unitsWith(scope, source, keys, null)}) ${table(at)} ON TRUE`,
  )
  // Several units may bring the call into one row.
  const what = listed([sql`c.id`, ...ofKeys, ...columns])
  return sql`SELECT ${new Sql(sources.length > 0 ? 'DISTINCT ' : '')}${what} FROM conversations c${joined(joins, '')} WHERE ${scope.where}`
}

/**
 * A row for each unit, with its number `x` and the `id` of its call. Where keys are of the same units, they are those of
 * the unit, and a call that has none is there, too.
 */
export function unitsInRows(scope: Scope, keys: readonly Key[], { source, item, isSummed }: Units): Sql {
  const isOwn = ([, key]: Placed): boolean => key.source === source
  const placed = [...keys.entries()]
  const own = placed.filter(isOwn)
  const others = placed.filter(key => !isOwn(key))
  const names = placed.map(key => new Sql(`${isOwn(key) ? 'u' : 'c'}.${keyName(key[0])}`))
  const x = named(sql`(${item})::double precision`, 'x')
  const join = new Sql(own.length > 0 || isSummed ? 'LEFT' : 'INNER')
  const what = listed([sql`c.id`, ...names, sql`u.x`])
  return sql`SELECT ${what} FROM (${callsWith(scope, others, [])}) c
    ${join} JOIN LATERAL (${unitsWith(scope, source, own, x)}) u ON TRUE`
}

/** The units of a call. Those without any value for the keys are among them only if the call has no others. */
function unitsWith({ ofUnits }: Scope, source: Source, keys: readonly Placed[], x: Sql | null): Sql {
  const items = keys.flatMap(([at, key]) => (key.source === source ? [{ at, item: key.value }] : []))
  const columns = [...items.map(({ at, item }) => named(item, keyName(at))), ...(x ? [x] : [])]
  const from = source.isInColumn ? source.from : sql`${source.from} AND ${ofUnits}`
  if (items.length === 0) return sql`SELECT ${listed(columns)} FROM ${from}`
  const hasValue = joined(
    items.map(({ item }) => sql`(${item}) IS NOT NULL`),
    ' OR ',
  )
  const isAlone = x ? sql` OR NOT EXISTS (SELECT 1 FROM ${from} AND (${hasValue}))` : sql``
  return sql`SELECT ${listed(columns)} FROM ${from} AND (${hasValue}${isAlone})`
}
