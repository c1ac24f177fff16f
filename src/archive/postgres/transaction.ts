import { escapeIdentifier, escapeLiteral } from 'pg'

/*
 * How transactions begin, in one message to the server. All that a session would need to remember is said in each, so
 * that a pooler may give every transaction another connection.
 */

const STATEMENT = '60s'
const LOCK = '10s'

const settings = (schema: string): string => `
  SET LOCAL search_path TO ${escapeIdentifier(schema)};
  SET LOCAL statement_timeout TO '${STATEMENT}'; SET LOCAL lock_timeout TO '${LOCK}'; SET LOCAL jit TO off;`

/** Which schema is there: one that was dropped and made again has another number. */
export const identityOf = (schema: string): string =>
  `SELECT oid::text AS identity FROM pg_namespace WHERE nspname = ${escapeLiteral(schema)}`

/** Waits until nobody else holds it; the transaction's end gives it back. */
export const lock = (what: string, schema: string): string =>
  `SELECT pg_advisory_xact_lock(hashtextextended(${escapeLiteral(`conversations-mcp ${what} ${schema}`)}, 0))`

/** All that is read is of one moment. */
export const READING = (schema: string): string =>
  `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settings(schema)} ${identityOf(schema)}`

/** Of all servers one writes at a time. */
export const WRITING = (schema: string): string =>
  `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; ${settings(schema)} ${lock('write', schema)}; ${identityOf(schema)}`

/** The same for whoever makes or changes the tables, which takes as long as it takes. */
export const MIGRATING = (schema: string): string => `
  BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
  SET LOCAL search_path TO ${escapeIdentifier(schema)}; SET LOCAL statement_timeout TO 0; SET LOCAL lock_timeout TO 0;
  ${lock('migrations', schema)}; ${identityOf(schema)}`
