import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, posix, win32 } from 'node:path'
import { ArchiveError } from '../../errors.ts'
import { homeFolder } from '../../home.ts'

/* Where an archive is, and who may read it: only the user. */

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
  home: string | undefined
}

const thisComputer = (): Computer => ({ env: process.env, platform: process.platform, home: homeFolder() })

const EXTENSION = '.sqlite'

/** `<data folder>/<host>/<profile>.sqlite` @throws ArchiveError where there is no place for it */
export function archivePath({ dataDir, host, profile }: ArchivePlace, computer = thisComputer()): string {
  const { join } = pathsOf(computer)
  return join(dataDir ?? dataFolder(computer), fileName(host), `${fileName(profile)}${EXTENSION}`)
}

function dataFolder({ env, platform, home }: Computer): string {
  const { join, isAbsolute } = pathsOf({ platform })
  // The specification of XDG says that a relative path is to be ignored.
  const set = (path: string | undefined): string | undefined => (path && isAbsolute(path) ? path : undefined)
  const inHome = (...path: string[]): string => {
    if (home !== undefined) return join(home, ...path)
    throw new ArchiveError(
      'There is no home directory for the archive (HOME is empty or not set); set --data-dir (CONVERSATIONS_MCP_DATA_DIR), or turn the archive off with --archive off.',
    )
  }
  const parent =
    platform === 'win32'
      ? (set(env.LOCALAPPDATA) ?? inHome('AppData', 'Local'))
      : platform === 'darwin'
        ? inHome('Library', 'Application Support')
        : (set(env.XDG_DATA_HOME) ?? inHome('.local', 'share'))
  return join(parent, DATA_FOLDER)
}

/** The folder that this program makes for itself. */
export const DATA_FOLDER = 'conversations-mcp'

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

/** The database, and what SQLite puts beside it. */
export const filesOf = (path: string): string[] => [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]

/** Bytes on disk, the log included. */
export const bytesOnDisk = (path: string): number =>
  filesOf(path).reduce((sum, file) => sum + (lstatSync(file, { throwIfNoEntry: false })?.size ?? 0), 0)

/** Other archives of the same host: one for each profile, by the name that its file has. */
export function profilesBeside(path: string): string[] {
  return filesIn(dirname(path))
    .filter(name => name.endsWith(EXTENSION) && name !== basename(path))
    .map(name => name.slice(0, -EXTENSION.length))
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Removes the archive, whatever state it is in. Processes that still have it open keep what they opened. */
export function removeArchive(path: string): void {
  // The log first: left behind alone it would be taken for that of a new file.
  for (const file of filesOf(path).reverse()) rmSync(file, { force: true })
}
