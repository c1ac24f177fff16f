import { type Dialect, joined, Sql, sql } from '../engine/sql.ts'
import { holdingAll } from './words/expression.ts'
import { CALL, TURN } from './words/index-rows.ts'

/** SQLite's own words. Conditions are numbers there, and JSON is text. */
export const SQLITE: Dialect = {
  place: () => '?',
  isIn: (what, values) => sql`${what} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`,
  least: values => sql`min(${joined(values, ', ')})`,
  greatest: values => sql`max(${joined(values, ', ')})`,
  truncated: number => sql`CAST(${number} AS INTEGER)`,
  asNumber: condition => sql`(${condition})`,
  jsonArray: value => sql`json_group_array(${value})`,
  jsonArrayOfTexts: json => sql`'[' || group_concat(${json}) || ']'`,
  // The tables of parts are stored in the order of their keys.
  jsonList: (value, rows) => concatenated(sql`json_quote(${value})`, rows),
  jsonNumbers: (value, rows) => concatenated(sql`coalesce(${value}, 'null')`, rows),
  unless: (conditions, value) =>
    conditions.reduceRight(
      (otherwise, condition, at) => sql`CASE WHEN ${condition} THEN ${new Sql(`'${at}'`)} ELSE ${otherwise} END`,
      value,
    ),
  textOfJson: json => sql`${json} ->> '$'`,
  jsonObject: members =>
    sql`json_object(${joined(
      members.map(([name, value]) => sql`${new Sql(`'${name}'`)}, ${value}`),
      ', ',
    )})`,
  // One file has all of them, and counts its rows.
  mayStart: () => sql`TRUE`,
  whenKnown: id => id,
  newestAfter: (number, where) => sql`(SELECT max(c.id) FROM conversations c WHERE c.id > ${number} AND (${where}))`,
  itemsOf: (jsonText, rows) => sql`json_each(${jsonText}) AS ${new Sql(rows)}`,
  stored: table => new Sql(`main.${table}`),
  // Looked up once, for all calls.
  saysWords: (call, query, role) =>
    sql`${call}.id IN (SELECT ${CALL} FROM words WHERE words MATCH ${holdingAll(query, role)} AND ${TURN} >= 0)`,
  clock: () => sql`unixepoch('now', 'subsec')`,
}

const concatenated = (json: Sql, rows: Sql): Sql =>
  sql`'[' || coalesce((SELECT group_concat(${json}) FROM ${rows}), '') || ']'`
