import { escapeIdentifier, escapeLiteral } from 'pg'

/*
 * How transactions begin, in one message to the server. All that a session would need to remember is said in each, so
 * that a pooler may give every transaction another connection.
 */

/** Where nothing else is set, for the user, the database or in the URL. */
const TIMEOUTS = { statement_timeout: '60s', lock_timeout: '10s' }

const settings = (schema: string): string => `
  SET LOCAL search_path TO ${escapeIdentifier(schema)}; SET LOCAL jit TO off;
  ${Object.entries(TIMEOUTS)
    .map(([name, time]) => `SELECT set_config('${name}', '${time}', true) WHERE current_setting('${name}') = '0';`)
    .join(' ')}`

/** Which schema is there: one that was dropped and made again has another number. */
export const identityOf = (schema: string, more = ''): string =>
  `SELECT oid::text AS identity${more} FROM pg_namespace WHERE nspname = ${escapeLiteral(schema)}`

/** Waits until nobody else holds it; the transaction's end gives it back. */
export const lock = (what: string, schema: string): string =>
  `SELECT pg_advisory_xact_lock(hashtextextended(${escapeLiteral(`conversations-mcp ${what} ${schema}`)}, 0))`

/** What a step of a question may take of memory, where less is set: the places of a common word fit into it. */
const WORK_MEM = '64MB'

/**
 * All that is read is of one moment. Each question is planned with its values: only they tell which months it is about;
 * and calls are joined and counted month by month.
 */
export const READING = (schema: string): string =>
  `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settings(schema)}
  SET LOCAL plan_cache_mode TO force_custom_plan;
  SET LOCAL enable_partitionwise_join TO on; SET LOCAL enable_partitionwise_aggregate TO on;
  SELECT set_config('work_mem', '${WORK_MEM}', true)
  WHERE pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('${WORK_MEM}');
  ${identityOf(schema)}`

/** Of all servers one writes at a time. */
export const WRITING = (schema: string): string =>
  `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; ${settings(schema)} ${lock('write', schema)};
  ${identityOf(schema, ', pg_current_xact_id()::text AS number')}`

/** How the transaction with that number ended: 'committed', 'aborted', 'in progress'. */
export const OUTCOME = 'SELECT pg_xact_status($1::text::xid8) AS outcome'

/** The same for whoever makes or changes the tables, which takes as long as it takes. */
export const MIGRATING = (schema: string): string => `
  BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
  SET LOCAL search_path TO ${escapeIdentifier(schema)}; SET LOCAL statement_timeout TO 0; SET LOCAL lock_timeout TO 0;
  ${lock('migrations', schema)}; ${identityOf(schema)}`
