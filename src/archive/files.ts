import { createHash } from 'node:crypto'
import { chmodSync, closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, posix, win32 } from 'node:path'
import { makeFolder } from '../make-folder.ts'

/* Where an archive lies, and who may read it: nobody but the user. */

export interface ArchivePlace {
  /** The setting; the operating system's place for data by default. */
  dataDir?: string | undefined
  /** Host of the API: calls of two hosts must not mix. */
  host: string
  /** One profile for each workspace. */
  profile: string
}

/** What the place depends on beside the settings; given by tests only. */
export interface Computer {
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  home: string
}

const thisComputer = (): Computer => ({ env: process.env, platform: process.platform, home: homedir() })

/** `<data folder>/<host>/<profile>.sqlite` */
export function archivePath({ dataDir, host, profile }: ArchivePlace, computer = thisComputer()): string {
  const { join } = pathsOf(computer)
  return join(dataDir ?? dataFolder(computer), fileName(host), `${fileName(profile)}.sqlite`)
}

function dataFolder({ env, platform, home }: Computer): string {
  const { join, isAbsolute } = pathsOf({ platform })
  // The specification of XDG says that a relative path is to be ignored.
  const set = (path: string | undefined): string | undefined => (path && isAbsolute(path) ? path : undefined)
  const parent =
    platform === 'win32'
      ? (set(env.LOCALAPPDATA) ?? join(home, 'AppData', 'Local'))
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : (set(env.XDG_DATA_HOME) ?? join(home, '.local', 'share'))
  return join(parent, 'conversations-mcp')
}

const pathsOf = ({ platform }: Pick<Computer, 'platform'>) => (platform === 'win32' ? win32 : posix)

/** A name that is a file name everywhere; two different ones stay different, also where case does not count. */
function fileName(name: string): string {
  const isPlain = /^[a-z0-9][a-z0-9._-]{0,99}$/.test(name) && !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[.]$/.test(name)
  if (isPlain) return name
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '_')
    .slice(0, 60)
  return `${slug}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
}

const OWN_FILE = 0o600

/**
 * Makes the file, empty, where it is missing, and takes it from everybody else; folders that it makes are ours alone, too.
 * @throws the file system's error
 */
export function claimFile(path: string): void {
  makeFolder(dirname(path))
  // SQLite gives the files that it puts beside this one the same mode.
  closeSync(openSync(path, 'a', OWN_FILE))
  for (const file of filesOf(path)) {
    const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0
    if ((mode & 0o077) !== 0) narrow(file)
  }
}

function narrow(file: string): void {
  try {
    chmodSync(file, OWN_FILE)
  } catch {
    // It belongs to somebody else, who then decides who may read it.
  }
}

const filesOf = (path: string): string[] => [path, `${path}-wal`, `${path}-shm`]

/** Bytes on disk, the log included. */
export const bytesOnDisk = (path: string): number =>
  filesOf(path).reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0)

/** Removes the archive, whatever state it is in. Processes that still have it open keep what they opened. */
export function removeArchive(path: string): void {
  // The log first: left behind alone it would be taken for that of a new file.
  for (const file of filesOf(path).reverse()) rmSync(file, { force: true })
}

const TEMPORARY = 'conversations-mcp-archive-'

/**
 * The path of an archive that lives no longer than the process, in a folder of its own. What processes left behind that
 * were killed goes, too: it holds what people said.
 */
export function temporaryArchive(): string {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(TEMPORARY) ? Number(/^\d+/.exec(name.slice(TEMPORARY.length))?.[0]) : Number.NaN
    if (pid > 0 && !isRunning(pid)) removeTemporary(join(tmpdir(), name, 'archive.sqlite'))
  }
  return join(mkdtempSync(join(tmpdir(), `${TEMPORARY}${process.pid}-`)), 'archive.sqlite')
}

/** @param path what `temporaryArchive` gave */
export function removeTemporary(path: string): void {
  try {
    rmSync(dirname(path), { recursive: true, force: true })
  } catch {
    // It is somebody else's.
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
