import assert from 'node:assert/strict'
import type { Value } from '../../src/archive/engine/values.ts'
import { Database, sqliteCode } from '../../src/archive/sqlite/database.ts'

/** What must be true of a database whatever the driver. Runs in tests, and as a program under other versions of Node. */
export const CONTRACT: Record<string, (path: string) => void> = {
  'values come back as they went in': path =>
    using(path, db => {
      db.exec('CREATE TABLE kinds (value ANY) STRICT')
      const values: Value[] = [0, -0, 42, -1, 2 ** 53 - 1, 0.5, 1e300, 'text', '', 'ünï 東京 🎉', null, 7n]
      for (const value of values) db.run('INSERT INTO kinds (value) VALUES (?)', [value])
      const read = db.all('SELECT value FROM kinds ORDER BY rowid').map(row => row.value)
      assert.deepEqual(read, [0, 0, 42, -1, 2 ** 53 - 1, 0.5, 1e300, 'text', '', 'ünï 東京 🎉', null, 7])
    }),

  'one value alone may be null or bytes': path =>
    using(path, db => {
      assert.equal(db.get('SELECT ? AS value', [null])?.value, null)
      const bytes = db.get('SELECT ? AS value', [new Uint8Array([0, 1, 255])])?.value
      assert.ok(bytes instanceof Uint8Array)
      assert.deepEqual([...bytes], [0, 1, 255])
    }),

  'bytes are the same in one row and in many, and can be written again': path =>
    using(path, db => {
      db.exec('CREATE TABLE bodies (detail BLOB) STRICT')
      db.run('INSERT INTO bodies VALUES (?), (?)', [new Uint8Array([0, 1, 255]), null])
      const [one, none] = db.all('SELECT detail FROM bodies ORDER BY rowid').map(row => row.detail)
      assert.ok(one instanceof Uint8Array)
      assert.deepEqual([[...one], none], [[0, 1, 255], null])
      assert.equal(db.run('INSERT INTO bodies VALUES (?)', [one]), 1)
      assert.equal(db.get('SELECT count(*) AS n FROM bodies WHERE detail = ?', [one])?.n, 2)
    }),

  'whole numbers are integers, also in text and JSON': path =>
    using(path, db => {
      assert.equal(db.get("SELECT typeof(?) || ',' || CAST(? AS TEXT) AS value", [42, 42])?.value, 'integer,42')
      assert.equal(db.get("SELECT json_object('n', ?) AS value", [5])?.value, '{"n":5}')
      assert.equal(db.get('SELECT typeof(?) AS value', [1.5])?.value, 'real')
    }),

  'what is deleted from an index of words is told in numbers that every Node can give': path =>
    using(path, db => {
      db.exec("CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1)")
      db.exec("INSERT INTO words (rowid, text) VALUES (1, 'hello'), (2, 'goodbye')")
      assert.equal(db.run('DELETE FROM words WHERE rowid > ?', [0]), 2)
      // The row last inserted is now one of FTS5's own, beyond 2^53, and stays so for tables that have no such number.
      assert.equal(db.get('SELECT last_insert_rowid() > 9007199254740991 AS beyond')?.beyond, 1)
      db.exec('CREATE TABLE calls (id TEXT PRIMARY KEY) WITHOUT ROWID')
      assert.equal(db.run('INSERT INTO calls VALUES (?)', ['a']), 1)
      assert.equal(db.get('SELECT count(*) AS calls FROM calls')?.calls, 1)
    }),

  'booleans are 1 and 0': path =>
    using(path, db => assert.deepEqual({ ...db.get('SELECT ? AS a, ? AS b', [true, false]) }, { a: 1, b: 0 })),

  'a NUL does not cut a text': path =>
    using(path, db => assert.equal(db.get('SELECT ? AS value', ['a\0b'])?.value, 'a\uFFFDb')),

  'nothing else is bound, and nobody dies of it': path =>
    using(path, db => {
      const others = [undefined, {}, [], new Date(0), () => 1, Symbol('s'), Number.NaN, Number.POSITIVE_INFINITY]
      for (const value of others) assert.throws(() => db.get('SELECT ?', [value as never]), TypeError)
    }),

  'values and places must be of one number': path =>
    using(path, db => {
      assert.throws(() => db.get('SELECT ?, ?', [1]), RangeError)
      db.get('SELECT ?, ?', [1, 2])
      assert.throws(() => db.get('SELECT ?, ?', [1]), RangeError)
      assert.throws(() => db.get('SELECT ?, ?', [1, 2, 3]), RangeError)
      assert.throws(() => db.get('SELECT ?, ?'), RangeError)
    }),

  'a row holds its columns and nothing else': path =>
    using(path, db => {
      assert.deepEqual(Object.keys(db.get('SELECT 1 AS a, 2 AS b') ?? {}), ['a', 'b'])
      assert.equal(db.get('SELECT 1 WHERE FALSE'), undefined)
      assert.deepEqual(db.all('SELECT 1 WHERE FALSE'), [])
      assert.deepEqual(Object.keys(db.all('SELECT 1 AS a')[0] ?? {}), ['a'])
    }),

  'run tells how many rows it changed': path =>
    using(path, db => {
      db.exec('CREATE TABLE rows (a INTEGER)')
      assert.equal(db.run('INSERT INTO rows VALUES (?), (?)', [1, 2]), 2)
      assert.equal(db.run('UPDATE rows SET a = 3 WHERE a = ?', [9]), 0)
    }),

  'a transaction is whole or nothing': path =>
    using(path, db => {
      db.exec('CREATE TABLE rows (a INTEGER)')
      const count = () => db.get('SELECT count(*) AS n FROM rows')?.n
      assert.throws(() =>
        db.transaction(() => {
          db.run('INSERT INTO rows VALUES (1)')
          db.transaction(() => db.run('INSERT INTO rows VALUES (2)'))
          throw new Error('stop')
        }),
      )
      assert.equal(count(), 0)
      assert.throws(() => db.transaction(async () => db.run('INSERT INTO rows VALUES (1)')), /cannot wait/)
      assert.equal(count(), 0)
      assert.equal(
        db.transaction(() => db.run('INSERT INTO rows VALUES (1)')),
        1,
      )
      assert.equal(count(), 1)
    }),

  'errors tell their code': path =>
    using(path, db => {
      db.exec('CREATE TABLE rows (a INTEGER PRIMARY KEY); CREATE TABLE parts (a INTEGER REFERENCES rows (a))')
      db.run('INSERT INTO rows VALUES (1)')
      assert.equal(
        codeOf(() => db.run('INSERT INTO rows VALUES (1)')),
        19,
      )
      // Foreign keys are on.
      assert.equal(
        codeOf(() => db.run('INSERT INTO parts VALUES (7)')),
        19,
      )
      assert.equal(
        codeOf(() => db.exec('SELECT nonsense')),
        1,
      )
      assert.equal(
        codeOf(() => assert.fail('not SQLite')),
        0,
      )
    }),

  'one connection reads what another writes, beside it': path => {
    using(path, db => {
      db.useWriteAheadLog()
      db.exec('CREATE TABLE rows (a INTEGER)')
      using(path, other => {
        db.transaction(() => {
          db.run('INSERT INTO rows VALUES (1)')
          assert.equal(other.get('SELECT count(*) AS n FROM rows')?.n, 0)
        })
        assert.equal(other.get('SELECT count(*) AS n FROM rows')?.n, 1)
      })
    })
  },

  'the index of words works as the schema needs it': path =>
    using(path, db => {
      db.exec(
        "CREATE VIRTUAL TABLE w USING fts5(a, b, content='', contentless_delete=1, tokenize='porter unicode61 remove_diacritics 2')",
      )
      db.run('INSERT INTO w (rowid, a, b) VALUES (?, ?, ?)', [2 ** 40, 'charged twice', 'CAFÉ'])
      const find = (query: string) => db.all('SELECT rowid AS id FROM w WHERE w MATCH ?', [query]).map(row => row.id)
      assert.deepEqual(find('"charge" "cafe"'), [2 ** 40])
      assert.deepEqual(find('{b} : "charge"'), [])
      db.run('DELETE FROM w WHERE rowid >= ? AND rowid < ?', [2 ** 40, 2 ** 40 + 9])
      assert.deepEqual(find('"charge"'), [])
    }),

  'closing is final, and harmless twice': path => {
    const db = new Database(path)
    db.get('SELECT 1')
    db.close()
    db.close()
    assert.throws(() => db.get('SELECT 1'), /closed/)
  },
}

function using(path: string, work: (db: Database) => void): void {
  const db = new Database(path)
  try {
    work(db)
  } finally {
    db.close()
  }
}

function codeOf(work: () => unknown): number {
  try {
    work()
  } catch (error) {
    return sqliteCode(error)
  }
  return -1
}
