import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openArchive } from '../../src/archive/archive.ts'
import { Database, sqliteCode } from '../../src/archive/sqlite/database.ts'
import { explainFailure } from '../../src/archive/sqlite/failures.ts'
import { checkOwnership } from '../../src/archive/sqlite/migrations.ts'
import { ArchiveError, UserInputError } from '../../src/errors.ts'
import { databaseOf } from '../support/database.ts'
import { smallWorld } from '../support/small-world.ts'
import { addDetail, newFolder, newPath } from './mirror.ts'

async function failureOf(work: () => unknown): Promise<Error | undefined> {
  try {
    await work()
  } catch (error) {
    return error as Error
  }
  return undefined
}

/** Opening says what is wrong with which file, what to do, and that the live tools still work. */
async function expectFailure(path: string, wrong: RegExp, todo: RegExp): Promise<void> {
  const error = await failureOf(async () => (await openArchive(path)).close())
  expect(error).toBeInstanceOf(ArchiveError)
  expect(error?.message).toContain(path)
  expect(error?.message).toMatch(wrong)
  expect(error?.message).toMatch(todo)
  expect(error?.message).toMatch(/list_conversations.*still work/)
}

/** Does the work as a user without rights, where the tests run as one who has them all. */
async function asNobody(work: () => unknown): Promise<void> {
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid!(65534)
  try {
    await work()
  } finally {
    if (isRoot) process.seteuid!(0)
  }
}

const onWindows = process.platform === 'win32'

describe('opening fails', () => {
  test('in a file that is no database', async () => {
    const path = join(newFolder(), 'x.sqlite')
    writeFileSync(path, 'no database, but more than a hundred bytes long. '.repeat(30))
    await expectFailure(path, /is not a database/, /Move that file away, or choose another directory with --data-dir/)
    expect(readFileSync(path, 'utf8')).toMatch(/^no database/)
  })

  test('in a damaged file', async () => {
    const path = newPath()
    await (await openArchive(path)).close()
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(4000, 0xff), 0, 4000, 100)
    await expectFailure(path, /is damaged/, /conversations-mcp archive delete/)
  })

  test('in a file that was cut', async () => {
    const path = newPath()
    await (await openArchive(path)).close()
    truncateSync(path, 5000)
    await expectFailure(path, /is damaged/, /conversations-mcp archive delete/)
  })

  test('where the folder is a file', async () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    await expectFailure(join(file, 'x.sqlite'), /part of its path is not a directory/, /--data-dir/)
    await expectFailure(join(file, 'deeper', 'x.sqlite'), /part of its path is not a directory/, /--data-dir/)
  })

  test('where the file is a folder', async () => {
    const path = join(newFolder(), 'x.sqlite')
    mkdirSync(path)
    await expectFailure(path, /is a directory, not a file/, /Move that directory away/)
  })

  test.skipIf(onWindows)('where a link leads nowhere', async () => {
    const path = join(newFolder(), 'x.sqlite')
    symlinkSync('/no/such/folder/x.sqlite', path)
    await expectFailure(path, /is a symbolic link, which the archive does not follow/, /Remove the link/)
  })

  test.skipIf(onWindows)('in a folder that cannot be written', async () => {
    const folder = newFolder()
    chmodSync(folder, 0o555)
    await asNobody(async () => {
      await expectFailure(join(folder, 'x.sqlite'), /cannot be opened/, /read and write permission for it/)
      await expectFailure(join(folder, 'deeper', 'x.sqlite'), /cannot be opened/, /--data-dir/)
    })
  })

  test.skipIf(onWindows)('of a file that cannot be read', async () => {
    const path = newPath()
    await (await openArchive(path)).close()
    for (const folder of [dirname(path), dirname(dirname(path)), dirname(dirname(dirname(path)))])
      chmodSync(folder, 0o755)
    await asNobody(() => expectFailure(path, /belongs to another user/, /as that user, or choose another directory/))
  })

  test.skipIf(onWindows)('of an archive that may no longer be written, nor its folder', async () => {
    const folder = newFolder()
    const path = join(folder, 'x.sqlite')
    await (await openArchive(path)).close()
    // What one of the drivers leaves until the process ends.
    for (const file of [`${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
    if (process.getuid?.() === 0) chownSync(path, 65534, 65534)
    chmodSync(folder, 0o555)
    await asNobody(() => expectFailure(path, /cannot be written/, /write permission, or choose another directory/))
    chmodSync(path, 0o400)
    await asNobody(() => expectFailure(path, /cannot be opened/, /read and write permission for it and its directory/))
  })

  test('while another process holds the file for itself', async () => {
    const path = join(newFolder(), 'x.sqlite')
    const db = new Database(path, error => explainFailure(error, path))
    // Nobody has to wait for 5 seconds here.
    db.exec('PRAGMA busy_timeout = 50')
    const other = new Database(path)
    other.exec('BEGIN EXCLUSIVE; CREATE TABLE held (a INTEGER)')
    const error = await failureOf(() => checkOwnership(db, path))
    expect(error).toBeInstanceOf(ArchiveError)
    expect(error?.message).toMatch(/locked by another process.*Try again/)
    db.close()
    other.exec('ROLLBACK')
    other.close()
  })
})

describe('working fails', () => {
  test('where the disk is full, and the archive stays whole', async () => {
    const archive = await openArchive(newPath())
    const [call] = smallWorld().conversations
    await addDetail(archive, call!, 1000)
    const pages = databaseOf(archive).get('PRAGMA page_count')?.page_count
    databaseOf(archive).exec(`PRAGMA max_page_count = ${pages}`)
    const long = { ...call, conversation_id: 'conv_long', analysis: { transcript_summary: 'word '.repeat(100_000) } }
    const error = await failureOf(() => addDetail(archive, long, 1000))
    expect(error).toBeInstanceOf(ArchiveError)
    expect(error?.message).toMatch(/the disk is full\. Free disk space, or choose another directory/)
    expect(await archive.conversation('conv_long')).toBeNull()
    expect(await archive.conversation('conv_refund')).not.toBeNull()
    expect(await archive.integrity()).toEqual([])
    await archive.close()
  })

  test('where the file cannot be written', async () => {
    const archive = await openArchive(newPath())
    databaseOf(archive).exec('PRAGMA query_only = ON')
    expect((await failureOf(() => archive.setNote('a', 'b')))?.message).toMatch(/cannot be written.*write permission/s)
    await archive.close()
  })
})

describe('other errors', () => {
  test('stay what they are', async () => {
    const mistakes = [new UserInputError('wrong'), new Error('ours'), new TypeError('bug'), undefined]
    for (const error of mistakes) expect(explainFailure(error, 'x')).toBe(error)
    const archive = await openArchive(newPath())
    const error = await failureOf(() => databaseOf(archive).run('SELECT nonsense'))
    expect(error).not.toBeInstanceOf(ArchiveError)
    expect(sqliteCode(error)).toBe(1)
    await archive.close()
  })

  test.each([
    [{ errcode: 10 }, /disk reports an I\/O error/],
    [{ rawCode: 266 }, /disk reports an I\/O error/],
    [{ code: 'ENOSPC' }, /disk is full/],
    [{ rawCode: 4874 }, /disk is full/],
    [{ code: 'EROFS' }, /cannot be written/],
    [new Error('ConnectionFailed("unable to open 14")'), /cannot be opened/],
  ])('%j is understood', (error, words) => {
    expect(String(explainFailure(error, '/x'))).toMatch(words)
  })
})

test.runIf(existsSync('/proc/self'))('a place where no folder can be made is said at once', async () => {
  await expect(() => openArchive('/proc/conversations-mcp/host/default.sqlite')).rejects.toThrow(ArchiveError)
})
