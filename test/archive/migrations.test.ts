import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openArchive } from '../../src/archive/archive.ts'
import { coveredIntervals, walkPosition } from '../../src/archive/coverage/coverage.ts'
import { namesOf } from '../../src/archive/schema/column.ts'
import { DETAIL_COLUMNS } from '../../src/archive/schema/detail-columns.ts'
import { PARTS } from '../../src/archive/schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../../src/archive/schema/summary-columns.ts'
import { whereOf } from '../../src/archive/select/select.ts'
import { Database } from '../../src/archive/sqlite/database.ts'
import { MIGRATIONS, type Migration } from '../../src/archive/sqlite/migrations.ts'
import { openDatabase } from '../../src/archive/sqlite/open.ts'
import { MAPPING } from '../../src/archive/write/write-detail.ts'
import type { ConversationFilter } from '../../src/domain/filter.ts'
import { ArchiveError } from '../../src/errors.ts'
import { inTurns } from '../../src/pieces.ts'
import { databaseOf } from '../support/database.ts'
import { newPath, selectedIds } from './mirror.ts'
import { makeSchema1, RELEASED } from './schema-1.ts'

const later: Migration = {
  name: '99-later',
  up: db => db.exec('ALTER TABLE conversations ADD COLUMN later TEXT'),
}

const schemaOf = (db: Database): string[] =>
  db
    .all("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'words!_%' ESCAPE '!'")
    .map(({ sql }) => `${sql};`)
    .sort()

const NEVER =
  'Schema 1 never changes: people have files with it. Undo that; what is new is added by a new file src/archive/sqlite/schema/N-name.ts, listed in src/archive/sqlite/migrations.ts.'

describe('the schema', () => {
  test('number 1 is pinned', () => {
    expect(createHash('sha256').update(RELEASED).digest('hex'), NEVER).toBe(
      'd1460c426a76b808982cfd3b81b0d9f8b19f0338388fbb8ebbee3c71a5564f2b',
    )
  })

  test('has every column that is written', () => {
    const db = openDatabase(newPath(), 1000)
    const calls = { name: 'conversations', columns: [...SUMMARY_COLUMNS, ...DETAIL_COLUMNS] }
    const missing = [calls, ...PARTS].flatMap(({ name: table, columns }) => {
      const there = db.all('SELECT name FROM pragma_table_info(?)', [table]).map(({ name }) => name)
      return namesOf(columns).flatMap(name => (there.includes(name) ? [] : `${table}.${name}`))
    })
    expect(
      missing,
      'No migration adds these columns: write src/archive/sqlite/schema/N-name.ts and list it in src/archive/sqlite/migrations.ts.',
    ).toEqual([])
    db.close()
  })

  test('with other columns is one of another mapping', () => {
    const names = namesOf([...SUMMARY_COLUMNS, ...DETAIL_COLUMNS])
      .sort()
      .join()
    const columns = createHash('sha256').update(names).digest('hex').slice(0, 11)
    expect(
      { mapping: MAPPING, columns },
      'Count MAPPING up in src/archive/write/write-detail.ts, so that calls that are there get the columns; then renew both here.',
    ).toEqual({ mapping: 14, columns: '90decdca407' })
  })

  test('of a new file is the first one as it was released', () => {
    const db = openDatabase(newPath(), 1000, MIGRATIONS.slice(0, 1))
    const released = RELEASED.trim()
      .split(/(?<=;)\n/)
      .sort()
    expect(schemaOf(db), NEVER).toEqual(released)
    db.close()
  })

  test('is made once, and noted', () => {
    const path = newPath()
    openDatabase(path, 1000).close()
    const db = openDatabase(path, 2000)
    expect(db.all('SELECT * FROM migrations')).toEqual(MIGRATIONS.map(({ name }) => ({ name, applied_at: 1000 })))
    db.close()
  })

  test('of an older version is brought up to date, with all that the file holds', () => {
    const path = newPath()
    makeSchema1(path)
    const db = openDatabase(path, 2000, [...MIGRATIONS, later])
    const names = db.all('SELECT name FROM migrations').map(({ name }) => name)
    expect(new Set(names)).toEqual(new Set([...MIGRATIONS, later].map(({ name }) => name)))
    expect(db.get('SELECT later, title FROM conversations WHERE id = 1')).toEqual({ later: null, title: 'Refund' })
    db.close()
  })

  test('a step that fails leaves nothing behind, not even its note', () => {
    const path = newPath()
    const failing: Migration = {
      name: '99-later',
      up(db) {
        later.up(db)
        throw new Error('half way')
      },
    }
    expect(() => openDatabase(path, 1000, [...MIGRATIONS, failing])).toThrow('half way')
    const db = openDatabase(path, 2000, [...MIGRATIONS, later])
    expect(db.all('SELECT * FROM migrations WHERE applied_at > 1000')).toEqual([{ name: later.name, applied_at: 2000 }])
    db.close()
  })
})

describe('a newer version', () => {
  test('that comes while we migrate, stops us', () => {
    const path = newPath()
    const meanwhile: Migration = { name: '99-later', up: db => db.run("INSERT INTO migrations VALUES ('9-newer', 1)") }
    const steps = [...MIGRATIONS, meanwhile, { ...later, name: '9-later-still' }]
    expect(() => openDatabase(path, 1000, steps)).toThrow(/newer version.*9-newer/)
  })
})

describe('schema 1 with rows', () => {
  test('answers today', async () => {
    const path = newPath()
    makeSchema1(path)
    const archive = await openArchive(path, 2000)
    expect(await archive.conversation('conv_old')).toMatchObject({
      agentId: 'agent_old',
      title: 'Refund',
      turns: [{ message: 'I want my 5,000 back' }],
    })
    expect(await archive.summary('conv_old')).toMatchObject({
      durationSecs: 61,
      toolNames: ['lookup'],
      tagIds: ['tag_vip'],
    })
    expect(await archive.summary('conv_gone')).toBeNull()
    expect(await archive.status()).toMatchObject({ calls: 1, withDetail: 1, deleted: 1, lastReadAt: 1790000200 })
    const selecting: ConversationFilter[] = [
      {
        agent_id: 'agent_old',
        user_id: 'user_old',
        text_only: false,
        tag_ids: ['tag_vip'],
        topic_ids: ['topic_refunds'],
      },
      { tool_names_successful: ['lookup'], evaluation_params: ['solved:success'], guardrail_types: ['custom'] },
      { data_collection_params: ['amount:gt:4999', 'order:missing'], dynamic_variable_params: ['plan:eq:gold'] },
    ]
    for (const filter of selecting) expect(await selectedIds(archive, whereOf(filter))).toEqual(['conv_old'])
    expect(await archive.read(coveredIntervals(''))).toEqual([{ from: 1789000000, to: 1790000000, readAt: 1790000100 }])
    expect((await archive.read(walkPosition({ scope: '', from: 1788000000, to: 1789000000 })))?.position).toBe(
      1788500000,
    )
    expect(await archive.note('note')).toBe('kept')
    expect(await archive.integrity()).toEqual([])
    await archive.close()
  })
})

describe('a column of a later schema', () => {
  test('is filled from the bodies that are here, and words are indexed again', async () => {
    const path = newPath()
    makeSchema1(path)
    const old = openDatabase(path, 1000, MIGRATIONS.slice(0, 1))
    old.exec(
      "INSERT INTO conversations (id, conversation_id, list_read_at, title) VALUES (3, 'conv_listed', 1, 'اِسْتِرْدَاد')",
    )
    old.close()
    const archive = await openArchive(path, 2000)
    const found = (words: string) => databaseOf(archive).all('SELECT rowid FROM words WHERE words MATCH ?', [words])
    expect(found('استرداد')).toEqual([{ rowid: 3 * 2 ** 20 }])
    expect(found('5000')).toEqual([])
    expect(await selectedIds(archive, whereOf({ environment: 'staging' }))).toEqual([])
    expect(await archive.idsOutdated(whereOf({}), 10)).toEqual(['conv_old'])
    await inTurns(archive.renew('conv_old'))
    expect(await archive.countOutdated(whereOf({}))).toBe(0)
    expect(found('5000')).toEqual([{ rowid: 2 ** 20 + 1 }])
    expect(await selectedIds(archive, whereOf({ environment: 'staging' }))).toEqual(['conv_old'])
    expect((await archive.summary('conv_old'))?.environment).toBe('staging')
    await archive.close()
  })
})

describe('a file that is not ours to use', () => {
  const refused = async (path: string): Promise<ArchiveError> => {
    const before = readFileSync(path)
    let error: unknown
    try {
      await (await openArchive(path)).close()
    } catch (caught) {
      error = caught
    }
    expect(error).toBeInstanceOf(ArchiveError)
    expect(readFileSync(path).equals(before)).toBe(true)
    return error as ArchiveError
  }

  test('because a newer version wrote it', async () => {
    const path = newPath()
    openDatabase(path, 1000, [...MIGRATIONS, later]).close()
    expect((await refused(path)).message).toMatch(
      /newer version.*9-later.*not been touched.*Update.*--data-dir.*live API/s,
    )
  })

  test('because it belongs to another program', async () => {
    const path = newPath()
    mkdirSync(dirname(path), { recursive: true })
    const other = new Database(path)
    other.exec('CREATE TABLE bookmarks (url TEXT)')
    other.close()
    expect((await refused(path)).message).toMatch(/another program.*not been touched.*--data-dir.*live API/s)
  })
})
