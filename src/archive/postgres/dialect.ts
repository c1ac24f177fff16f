import { type Dialect, joined, Sql, sql } from '../engine/sql.ts'
import { mayStart, newestAfter, numberIn } from './months/months.ts'
import { holdingAll } from './text-query.ts'

/** PostgreSQL's own words. Conditions are conditions there, and all values of a column are of one type. */
export const POSTGRES: Dialect = {
  place: n => `$${n}`,
  // A list without values says nothing of its type.
  isIn: (what, values) => (values.length === 0 ? sql`FALSE` : sql`${what} = ANY(${arrayOf(values)})`),
  least: values => sql`LEAST(${joined(values, ', ')})`,
  greatest: values => sql`GREATEST(${joined(values, ', ')})`,
  truncated: number => sql`trunc((${number})::double precision)::bigint`,
  asNumber: condition => sql`(${condition})::int`,
  jsonArray: (value, order) => sql`coalesce(json_agg(${value} ORDER BY ${order}), '[]'::json)::text`,
  jsonArrayOfTexts: (json, order) => sql`'[' || string_agg(${json}, ',' ORDER BY ${order}) || ']'`,
  jsonList: (value, rows, order) =>
    sql`coalesce((SELECT json_agg(${value} ORDER BY ${order}) FROM ${rows}), '[]'::json)::text`,
  jsonNumbers: (value, rows, order) =>
    sql`'[' || coalesce((SELECT string_agg(coalesce((${value})::text, 'null'), ',' ORDER BY ${order}) FROM ${rows}), '') || ']'`,
  unless: (conditions, value) =>
    conditions.reduceRight(
      (otherwise, condition, at) =>
        sql`CASE WHEN ${condition} THEN ${new Sql(`'"${at}"'::json`)} ELSE ${otherwise} END`,
      sql`to_json(${value})`,
    ),
  textOfJson: json => sql`((${json})::json #>> '{}')`,
  jsonObject: members =>
    sql`json_build_object(${joined(
      members.map(([name, value]) => sql`${new Sql(`'${name}'`)}, ${value}`),
      ', ',
    )})`,
  mayStart,
  whenKnown: numberIn,
  newestAfter,
  itemsOf: (jsonText, rows) =>
    sql`LATERAL (SELECT item COLLATE "C" AS value FROM json_array_elements_text((${jsonText})::json) item) AS ${new Sql(rows)}`,
  stored: table => new Sql(table),
  saysWords: (call, query, role) =>
    sql`EXISTS (SELECT 1 FROM words w WHERE w.conversation = ${call}.id AND w.turn >= 0 AND w.words @@ ${holdingAll(query, role)}::tsquery)`,
  clock: () => sql`extract(epoch FROM clock_timestamp())::double precision`,
}

/** One value whatever their number, so that few statements are prepared. */
function arrayOf(values: readonly string[] | readonly number[]): Sql {
  const items = sql`SELECT item FROM jsonb_array_elements_text(${JSON.stringify(values.map(plain))}::jsonb) item`
  return typeof values[0] === 'number' ? sql`ARRAY(SELECT item::bigint FROM (${items}) items)` : sql`ARRAY(${items})`
}

/** JSON there holds neither a NUL nor half a pair. */
const plain = (value: string | number): string | number => (typeof value === 'string' ? wellFormed(value) : value)

export const wellFormed = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()
