import { readFile } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { Sandbox, StatementFailed } from '../../src/query/sandbox.ts'
import { VIEWS } from '../../src/query/views/views.ts'
import { MemoryDatabase } from '../../src/query/worker/database.ts'
import { INTERNAL_TABLE } from '../../src/query/worker/permission.ts'
import { startSqlite } from '../../src/query/worker/wasm.ts'

/* Statements that want more than to select from the views: each is refused, or has nothing to reach. */

const NAMES = VIEWS.map(({ name }) => name)
const LIMITS = { rows: 50, characters: 20_000 }
const LONG_MS = 60_000

async function filled(): Promise<Sandbox> {
  const sandbox = await Sandbox.start(0)
  for (const { name, key } of VIEWS) {
    const values = key.map(column => (column === 'turn' ? [0, 1, 2] : ['conv_1', 'conv_2', 'conv_3']))
    await sandbox.add({ view: name, columns: key, values, size: 3 })
  }
  return sandbox
}

let shared: Promise<Sandbox> | undefined
const sandbox = (): Promise<Sandbox> => {
  shared ??= filled()
  return shared
}
afterAll(async () => (await shared)?.end())

/** What became of the statement: its rows, or why there are none. */
async function outcome(sql: string, ms = LONG_MS): Promise<unknown> {
  const own = await sandbox()
  try {
    return (await own.run(sql, LIMITS, ms)).rows
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error
    if (error.kind !== 'wrong') shared = undefined
    return error.kind
  }
}

const WRITES = NAMES.flatMap(view => [
  `DELETE FROM ${view}`,
  `INSERT INTO ${view} DEFAULT VALUES`,
  `UPDATE ${view} SET conversation_id = 'x'`,
  `DROP TABLE ${view}`,
  `WITH x AS (SELECT 1) DELETE FROM ${view} RETURNING *`,
  `CREATE TRIGGER t AFTER INSERT ON ${view} BEGIN SELECT 1; END`,
])
const CHANGES = [
  'CREATE TABLE x (a)', 'CREATE TEMP TABLE x AS SELECT * FROM turns', 'CREATE VIEW x AS SELECT 1', 'CREATE INDEX x ON turns (turn)',
  'CREATE VIRTUAL TABLE x USING fts5(a)', "CREATE VIRTUAL TABLE x USING dbstat('main')", 'ALTER TABLE turns RENAME TO x', 'ALTER TABLE turns ADD COLUMN x',
  'REPLACE INTO tags (conversation_id) VALUES (1)', 'INSERT OR IGNORE INTO tags DEFAULT VALUES RETURNING 1', 'UPDATE OR REPLACE turns SET turn = 1 RETURNING turn',
  'VACUUM', "VACUUM INTO 'out.db'", "VACUUM main INTO 'file:out.db'", 'REINDEX', 'ANALYZE', 'BEGIN', 'BEGIN EXCLUSIVE', 'COMMIT', 'ROLLBACK',
  'SAVEPOINT x', 'RELEASE x', 'DETACH main', "ATTACH ':memory:' AS x", "ATTACH '/etc/passwd' AS x", "ATTACH 'file:/etc/passwd?mode=ro' AS x",
  "ATTACH 'file:x?vfs=unix' AS x", "ATTACH '' AS x", 'EXPLAIN DELETE FROM turns', 'EXPLAIN QUERY PLAN DELETE FROM turns', "COPY turns TO 'out.csv'",
  'SELECT 1 INTO x', 'GRANT ALL ON turns TO PUBLIC', 'TRUNCATE turns', 'MERGE INTO turns', 'SET ROLE postgres', 'SHOW TABLES', 'LOAD DATA INFILE x', 'CALL x()',
  '.read /etc/passwd', '.shell ls',
] // biome-ignore format: a list of statements
const PRAGMAS = [
  'user_version', 'user_version = 1', 'writable_schema = 1', 'journal_mode = DELETE', 'query_only = 0', 'trusted_schema = 1', 'hard_heap_limit = 0',
  'temp_store_directory = "."', 'database_list', 'table_list', 'table_info(turns)', 'schema_version = 0', 'integrity_check', 'incremental_vacuum',
  'wal_checkpoint', 'data_version', 'cell_size_check = 0', 'mmap_size = 1', 'recursive_triggers = 1', 'optimize', 'function_list', 'compile_options',
].map(pragma => `PRAGMA ${pragma}`) // biome-ignore format: a list of names
const READS = [
  ...['sqlite_master', 'sqlite_schema', 'sqlite_temp_master', 'main.sqlite_schema', 'temp.sqlite_schema', 'sqlite_sequence', 'sqlite_stat1'],
  ...['pragma_database_list', 'pragma_table_list', "pragma_table_info('turns')", 'pragma_function_list', 'pragma_compile_options'],
  ...['dbstat', 'sqlite_dbpage', "sqlite_dbpage('main')", 'sqlite_stmt', 'bytecode', "tables_used('SELECT 1')", "bytecode('SELECT 1')"],
  ...['bodies', 'meta', 'leases', 'covered', 'walks', 'memberships', 'migrations', 'unreadable', 'words', 'variables', 'guardrails', 'word_counts'],
  ...['pg_catalog.pg_authid', 'information_schema.tables', 'other.turns', "fsdir('/')", "readfile('/etc/passwd')", "csv('/etc/passwd')", "zipfile('x')"],
].map(source => `SELECT * FROM ${source}`).concat(['dbstat', 'sqlite_schema', 'pragma_table_list', 'sqlite_stmt'].map(name => `SELECT count(*) FROM ${name}`)) // biome-ignore format: a list of names
const FUNCTIONS = [
  "load_extension('x.so')", "readfile('/etc/passwd')", "writefile('out.txt', 'y')", "edit('x')", "fts5(NULL)", 'fts5_source_id()', "rtreecheck('main', 'turns')",
  'rtreedepth(1)', "geopoly_json('x')", "sqlite_compileoption_get(1)", "sqlite_log(1, 'x')", 'sqlite_offset(turn)', 'sqlite_source_id()', "system('ls')", "getenv('HOME')",
  "fts3_tokenizer('x')", "pg_read_file('/etc/passwd')", "lo_import('/etc/passwd')", 'pg_sleep(60)', "dblink('x', 'y')", "current_setting('x')", 'version()', 'session_user()',
].map(call => `SELECT ${call} FROM turns`) // biome-ignore format: a list of calls
const SEVERAL = [
  'SELECT 1; DELETE FROM turns', 'SELECT 1;;SELECT 2', 'SELECT 1; -- x\nDROP TABLE turns', '/* x */ SELECT 1; /* y */ VACUUM', ';SELECT 1; SELECT 2', 'SELECT 1;\u0000DELETE FROM turns',
  "SELECT ';'; PRAGMA user_version = 1", '', ';', '-- nothing', '/* open', 'SELECT', "SELECT 'open", 'SELECT [open', 'SELECT (1', 'SELECT 1)', 'SELECT 1) UNION (SELECT 2', 'SELECT ?1 FROM nowhere',
] // biome-ignore format: a list of statements

test('what writes, attaches, loads or looks elsewhere is refused, and changes nothing', async () => {
  const statements = [...WRITES, ...CHANGES, ...PRAGMAS, ...READS, ...FUNCTIONS, ...SEVERAL]
  expect(new Set(statements).size).toBeGreaterThan(180)
  const passed: string[] = []
  for (const sql of statements) if ((await outcome(sql)) !== 'wrong') passed.push(sql)
  expect(passed).toEqual([])
  for (const name of NAMES) expect([name, await outcome(`SELECT count(*) FROM ${name}`)]).toEqual([name, [[3]]])
})

/** Huge, but soon done: what is too big is cut or refused. */
const HUGE: [sql: string, becomes: unknown][] = [
  ['SELECT zeroblob(500000000)', 'wrong'],
  ["SELECT replace(hex(zeroblob(4000000)), '0', 'xxxxxxxx')", 'wrong'],
  ["SELECT printf('%500000000d', 1)", 'wrong'],
  [`SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}`, 'wrong'],
  [`SELECT 1 ${'UNION ALL SELECT 1 '.repeat(600)}`, 'wrong'],
  [`SELECT ${Array(3000).fill('1').join(',')}`, 'wrong'],
  [`SELECT 'a' LIKE '${'%a'.repeat(5000)}'`, 'wrong'],
  ['SELECT randomblob(20000000)', 'wrong'],
]

test('what is too large for the engine is refused', async () => {
  for (const [sql, becomes] of HUGE) expect([sql.slice(0, 60), await outcome(sql)]).toEqual([sql.slice(0, 60), becomes])
})

const FOREVER = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)'
const RUNAWAYS = [
  `${FOREVER} SELECT count(*) FROM r`,
  `${FOREVER} SELECT n FROM r ORDER BY n DESC`,
  `${FOREVER} SELECT max(n) FROM r WHERE n < 0`,
  'SELECT count(*) FROM turns a, turns b, turns c, turns d, turns e, turns f, turns g, turns h, turns i, turns j, turns k, turns l, turns m, turns n, turns o, turns p, turns q',
]
const GREEDY = [
  `${FOREVER} SELECT count(DISTINCT hex(randomblob(1000000))) FROM r`,
  `${FOREVER} SELECT group_concat(n) FROM r`,
  "WITH RECURSIVE r(t) AS (SELECT 'x' UNION ALL SELECT t || t FROM r) SELECT count(*) FROM r",
]

test('what would not end is ended', async () => {
  const ends: unknown[] = []
  for (const sql of RUNAWAYS) ends.push(await outcome(sql, 200))
  expect(ends).toEqual(RUNAWAYS.map(() => 'slow'))
})

test('what would fill the computer fills its own memory at most, or ends before', async () => {
  const ends: unknown[] = []
  for (const sql of GREEDY) ends.push(await outcome(sql, 500))
  expect(ends.filter(end => !['slow', 'full', 'wrong'].includes(end as string))).toEqual([])
})

test('the tables that the engine brings along are all known here', async () => {
  const bytes = await readFile(new URL('../../node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm', import.meta.url))
  const db = new MemoryDatabase(await startSqlite(await WebAssembly.compile(bytes), 64 * 2 ** 20, 0))
  const { statement } = db.prepare('SELECT name FROM pragma_module_list')
  const names: string[] = []
  while (db.step(statement!)) names.push(String(db.cell(statement!, 0)))
  expect(names).toContain('dbstat')
  expect(names.filter(name => !INTERNAL_TABLE.test(name))).toEqual([])
})

test('a row without end is cut off where the answer is full', async () => {
  const own = await sandbox()
  const { rows, hasMore } = await own.run(`${FOREVER} SELECT n, 'word' FROM r`, LIMITS, LONG_MS)
  expect([rows.length, rows[0], hasMore]).toEqual([LIMITS.rows, [1, 'word'], true])
  const long = await own.run(`${FOREVER} SELECT hex(zeroblob(10000)) FROM r`, LIMITS, LONG_MS)
  expect([long.rows.length, long.hasMore]).toEqual([2, true])
})
