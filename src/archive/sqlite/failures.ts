import { ArchiveError } from '../../errors.ts'
import { ELSEWHERE, type Failure, failure, REFILL } from '../failures.ts'
import { extendedCode, sqliteCode } from './database.ts'

/* What SQLite and the file system say, in words for people. */

const BUSY = {
  wrong: 'has been locked by another process for more than 5 seconds',
  todo: 'Try again in a moment',
}
const DENIED = {
  wrong: 'cannot be opened',
  todo: `Give the user of this process read and write permission for it and its directory, or ${ELSEWHERE}`,
}
const READ_ONLY = {
  wrong: 'cannot be written',
  todo: `Give the user of this process write permission, or ${ELSEWHERE}`,
}
const BROKEN_DISK = {
  wrong: 'cannot be read or written: the disk reports an I/O error',
  todo: `Check the disk, or ${ELSEWHERE}`,
}
const DAMAGED = { wrong: 'is damaged', todo: `Run ${REFILL}` }
const FULL_DISK = { wrong: 'cannot grow: the disk is full', todo: `Free disk space, or ${ELSEWHERE}` }
const NO_DATABASE = { wrong: 'is not a database', todo: `Move that file away, or ${ELSEWHERE}` }
const NO_FOLDER = {
  wrong: 'cannot be created: part of its path is not a directory',
  todo: `Correct the path, or ${ELSEWHERE}`,
}

const BY_SQLITE_CODE: Record<number, Failure> = {
  5: BUSY,
  6: BUSY,
  8: READ_ONLY,
  10: BROKEN_DISK,
  11: DAMAGED,
  13: FULL_DISK,
  14: DENIED,
  26: NO_DATABASE,
}

/** The small file beside the log cannot grow, which SQLite calls an error of the disk. */
const NO_ROOM_BESIDE_LOG = 4874

const BY_SYSTEM_CODE: Record<string, Failure> = {
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: READ_ONLY,
  ENOSPC: FULL_DISK,
  EDQUOT: FULL_DISK,
  EIO: BROKEN_DISK,
  ENOENT: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
  EISDIR: { wrong: 'is a directory, not a file', todo: `Move that directory away, or ${ELSEWHERE}` },
}

/** An error of SQLite or the file system as an ArchiveError, where it is one of those a reader can act on; else itself. */
export function explainFailure(error: unknown, path: string): unknown {
  if (error instanceof ArchiveError) return error
  const system = (error as NodeJS.ErrnoException | undefined)?.code ?? ''
  // libsql gives no code where it cannot open a file, but names SQLite's in the text.
  const unopened = /ConnectionFailed\(.*?(\d+)\)?/.exec(error instanceof Error ? error.message : '')?.[1]
  const code = extendedCode(error) === NO_ROOM_BESIDE_LOG ? 13 : sqliteCode(error) || Number(unopened ?? 0)
  const known = BY_SYSTEM_CODE[system] ?? BY_SQLITE_CODE[code]
  return known ? failure(path, known, error) : error
}

/** Why a file or folder is not used: a link may lead anywhere, and others could put words into calls. */
export type Unsafe = 'link' | 'special' | 'foreign' | 'writable'

const UNSAFE: Record<Unsafe, (what: string) => Failure> = {
  link: what => ({
    wrong: `${what} is a symbolic link, which the archive does not follow`,
    todo: `Remove the link, or ${ELSEWHERE}`,
  }),
  special: what => ({ wrong: `${what} is not a regular file`, todo: `Move it away, or ${ELSEWHERE}` }),
  foreign: what => ({
    wrong: `${what} belongs to another user of this computer, who could change it`,
    todo: `Run conversations-mcp as that user, or ${ELSEWHERE}`,
  }),
  writable: what => ({
    wrong: `${what} can be changed by other users of this computer`,
    todo: `Revoke that permission (chmod go-w) if you trust what is there, or ${ELSEWHERE}`,
  }),
}

export const unsafeFile = (file: string, why: Unsafe): ArchiveError => {
  const { wrong, todo } = UNSAFE[why]('')
  return failure(file, { wrong: wrong.trim(), todo })
}

export const unsafeFolder = (path: string, folder: string, why: Unsafe): ArchiveError => {
  const { wrong, todo } = UNSAFE[why](folder)
  return failure(path, { wrong: `was not opened: its directory ${wrong}`, todo })
}

export const foreignDatabase = (path: string): ArchiveError =>
  failure(path, {
    wrong: 'is a database of another program and has not been touched',
    todo: `Move that file away, or ${ELSEWHERE}`,
  })
