import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isOpenElsewhere } from '../sqlite/in-use.ts'

/* Archives that live no longer than the process: they hold what people said. */

/** Not that of 0.1.0, which takes what follows for a process id and removes the folder. */
const PREFIX = 'conversations-mcp-calls-'
const FILE = 'archive.sqlite'

/** Longer than it takes to make the folder and the schema of the file in it. */
const OPENING_MS = 60_000

const own = new Set<string>()

/** The path of a new one, in a folder of its own. What processes left behind that were killed goes now. */
export function temporaryArchive(): string {
  const folder = mkdtempSync(join(tmpdir(), PREFIX))
  if (own.size === 0) process.once('exit', removeOwn)
  own.add(folder)
  // The clock of the disk, which need not be that of this computer.
  const nowMs = statSync(folder).mtimeMs
  for (const name of readdirSync(tmpdir())) {
    const other = join(tmpdir(), name)
    if (name.startsWith(PREFIX) && !own.has(other) && isLeftBehind(other, nowMs)) remove(other)
  }
  return join(folder, FILE)
}

/** @param path what `temporaryArchive` gave */
export function removeTemporary(path: string): void {
  const folder = dirname(path)
  own.delete(folder)
  remove(folder)
  if (own.size === 0) process.off('exit', removeOwn)
}

/** However the process ends, if it can still do anything. */
function removeOwn(): void {
  for (const folder of own) remove(folder)
}

/**
 * Asks the file, not the list of processes, where another program may have the number by now: SQLite lets nobody change
 * the journal's mode while somebody else has the file open.
 */
function isLeftBehind(folder: string, nowMs: number): boolean {
  try {
    const { uid, mtimeMs } = statSync(folder)
    // Nothing of others is opened.
    if (uid !== (process.getuid?.() ?? uid)) return false
    if (nowMs - mtimeMs < OPENING_MS) return false
    return !isFilled(join(folder, FILE)) || !isOpenElsewhere(join(folder, FILE))
  } catch {
    return false
  }
}

const isFilled = (file: string): boolean => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // It is somebody else's, or still open.
  }
}
