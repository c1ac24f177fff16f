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
import { Database, sqliteCode } from '../../src/archive/engine/database.ts'
import { explainFailure } from '../../src/archive/engine/failures.ts'
import { checkOwnership } from '../../src/archive/engine/migrations.ts'
import { ArchiveError, UserInputError } from '../../src/errors.ts'
import { smallWorld } from '../support/small-world.ts'
import { addDetail, newFolder, newPath } from './mirror.ts'

function failureOf(work: () => unknown): Error | undefined {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  return undefined
}

/** Opening says what is wrong with which file, what to do, and that the live tools still work. */
function expectFailure(path: string, wrong: RegExp, todo: RegExp): void {
  const error = failureOf(() => openArchive(path).close())
  expect(error).toBeInstanceOf(ArchiveError)
  expect(error?.message).toContain(path)
  expect(error?.message).toMatch(wrong)
  expect(error?.message).toMatch(todo)
  expect(error?.message).toMatch(/list_conversations.*still work/)
}

/** Does the work as a user without rights, where the tests run as one who has them all. */
function asNobody(work: () => void): void {
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid!(65534)
  try {
    work()
  } finally {
    if (isRoot) process.seteuid!(0)
  }
}

const onWindows = process.platform === 'win32'

describe('opening fails', () => {
  test('in a file that is no database', () => {
    const path = join(newFolder(), 'x.sqlite')
    writeFileSync(path, 'no database, but more than a hundred bytes long. '.repeat(30))
    expectFailure(path, /is not a database/, /Move that file away, or choose another directory with --data-dir/)
    expect(readFileSync(path, 'utf8')).toMatch(/^no database/)
  })

  test('in a damaged file', () => {
    const path = newPath()
    openArchive(path).close()
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(4000, 0xff), 0, 4000, 100)
    expectFailure(path, /is damaged/, /conversations-mcp archive delete/)
  })

  test('in a file that was cut', () => {
    const path = newPath()
    openArchive(path).close()
    truncateSync(path, 5000)
    expectFailure(path, /is damaged/, /conversations-mcp archive delete/)
  })

  test('where the folder is a file', () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    expectFailure(join(file, 'x.sqlite'), /part of its path is not a directory/, /--data-dir/)
    expectFailure(join(file, 'deeper', 'x.sqlite'), /part of its path is not a directory/, /--data-dir/)
  })

  test('where the file is a folder', () => {
    const path = join(newFolder(), 'x.sqlite')
    mkdirSync(path)
    expectFailure(path, /is a directory, not a file/, /Move that directory away/)
  })

  test.skipIf(onWindows)('where a link leads nowhere', () => {
    const path = join(newFolder(), 'x.sqlite')
    symlinkSync('/no/such/folder/x.sqlite', path)
    expectFailure(path, /is a symbolic link, which the archive does not follow/, /Remove the link/)
  })

  test.skipIf(onWindows)('in a folder that cannot be written', () => {
    const folder = newFolder()
    chmodSync(folder, 0o555)
    asNobody(() => {
      expectFailure(join(folder, 'x.sqlite'), /cannot be opened/, /read and write permission for it/)
      expectFailure(join(folder, 'deeper', 'x.sqlite'), /cannot be opened/, /--data-dir/)
    })
  })

  test.skipIf(onWindows)('of a file that cannot be read', () => {
    const path = newPath()
    openArchive(path).close()
    for (const folder of [dirname(path), dirname(dirname(path)), dirname(dirname(dirname(path)))])
      chmodSync(folder, 0o755)
    asNobody(() => expectFailure(path, /belongs to another user/, /as that user, or choose another directory/))
  })

  test.skipIf(onWindows)('of an archive that may no longer be written, nor its folder', () => {
    const folder = newFolder()
    const path = join(folder, 'x.sqlite')
    openArchive(path).close()
    // What one of the drivers leaves until the process ends.
    for (const file of [`${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
    if (process.getuid?.() === 0) chownSync(path, 65534, 65534)
    chmodSync(folder, 0o555)
    asNobody(() => expectFailure(path, /cannot be written/, /write permission, or choose another directory/))
    chmodSync(path, 0o400)
    asNobody(() => expectFailure(path, /cannot be opened/, /read and write permission for it and its directory/))
  })

  test('while another process holds the file for itself', () => {
    const path = join(newFolder(), 'x.sqlite')
    const db = new Database(path, error => explainFailure(error, path))
    // Nobody has to wait for 5 seconds here.
    db.exec('PRAGMA busy_timeout = 50')
    const other = new Database(path)
    other.exec('BEGIN EXCLUSIVE; CREATE TABLE held (a INTEGER)')
    const error = failureOf(() => checkOwnership(db, path))
    expect(error).toBeInstanceOf(ArchiveError)
    expect(error?.message).toMatch(/locked by another process.*Try again/)
    db.close()
    other.exec('ROLLBACK')
    other.close()
  })
})

describe('working fails', () => {
  test('where the disk is full, and the archive stays whole', () => {
    const archive = openArchive(newPath())
    const [call] = smallWorld().conversations
    addDetail(archive, call!, 1000)
    const pages = archive.db.get('PRAGMA page_count')?.page_count
    archive.db.exec(`PRAGMA max_page_count = ${pages}`)
    const long = { ...call, conversation_id: 'conv_long', analysis: { transcript_summary: 'word '.repeat(100_000) } }
    const error = failureOf(() => addDetail(archive, long, 1000))
    expect(error).toBeInstanceOf(ArchiveError)
    expect(error?.message).toMatch(/the disk is full\. Free disk space, or choose another directory/)
    expect(archive.conversation('conv_long')).toBeNull()
    expect(archive.conversation('conv_refund')).not.toBeNull()
    expect(archive.integrity()).toEqual([])
    archive.close()
  })

  test('where the file cannot be written', () => {
    const archive = openArchive(newPath())
    archive.db.exec('PRAGMA query_only = ON')
    expect(failureOf(() => archive.setNote('a', 'b'))?.message).toMatch(/cannot be written.*write permission/s)
    archive.close()
  })
})

describe('other errors', () => {
  test('stay what they are', () => {
    const mistakes = [new UserInputError('wrong'), new Error('ours'), new TypeError('bug'), undefined]
    for (const error of mistakes) expect(explainFailure(error, 'x')).toBe(error)
    const archive = openArchive(newPath())
    const error = failureOf(() => archive.db.run('SELECT nonsense'))
    expect(error).not.toBeInstanceOf(ArchiveError)
    expect(sqliteCode(error)).toBe(1)
    archive.close()
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

test.runIf(existsSync('/proc/self'))('a place where no folder can be made is said at once', () => {
  expect(() => openArchive('/proc/conversations-mcp/host/default.sqlite')).toThrow(ArchiveError)
})
