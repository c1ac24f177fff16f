import { chmodSync, closeSync, constants, lstatSync, openSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { makeFolder } from '../../make-folder.ts'
import { unsafeFile, unsafeFolder } from '../sqlite/failures.ts'
import { DATA_FOLDER, filesOf } from './files.ts'

/* Who else could put something into the archive, or lead it elsewhere: then it is not opened. */

const [OWN_FILE, READABLE, WRITABLE, BY_ALL, STICKY] = [0o600, 0o077, 0o022, 0o002, 0o1000]
/** undefined: Windows has neither owners nor modes of this kind. */
const thisUser = (): number | undefined => process.geteuid?.()

/**
 * Makes the file, empty, where it is missing, and hides it from everybody else; folders that it makes are ours alone,
 * too. Nothing of other users is changed.
 * @throws ArchiveError where others may write there, or a link leads away; the file system's error
 */
export function claimFile(path: string): void {
  const folder = dirname(path)
  for (const own of ownFolders(folder)) {
    if (lstatSync(own, { throwIfNoEntry: false })?.isSymbolicLink()) throw unsafeFolder(path, own, 'link')
  }
  makeFolder(folder)
  checkFolder(folder, path)
  const files = filesOf(path).map(file => ({ file, stat: lstatSync(file, { throwIfNoEntry: false }) }))
  for (const { file, stat } of files) if (stat) checkFile(file, stat)
  // SQLite gives the files that it puts beside this one the same mode.
  closeSync(openSync(path, constants.O_WRONLY | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), OWN_FILE))
  for (const { file, stat } of files) if (stat && isReadable(stat)) chmodSync(file, OWN_FILE)
}

const isReadable = ({ mode }: Stats): boolean => thisUser() !== undefined && (mode & READABLE) !== 0

function checkFile(file: string, stat: Stats): void {
  if (stat.isSymbolicLink()) throw unsafeFile(file, 'link')
  // A folder is told of by who opens it.
  const user = thisUser()
  if (user === undefined || stat.isDirectory()) return
  if (!stat.isFile()) throw unsafeFile(file, 'special')
  if (stat.uid !== user) throw unsafeFile(file, 'foreign')
  if ((stat.mode & WRITABLE) !== 0) throw unsafeFile(file, 'writable')
}

/** Its own folder belongs to the user alone; those above it, at least, do not let everybody put another in its place. */
function checkFolder(folder: string, path: string): void {
  const user = thisUser()
  if (user === undefined) return
  const { uid, mode } = statSync(folder)
  if (uid !== user && uid !== 0) throw unsafeFolder(path, folder, 'foreign')
  if ((mode & WRITABLE) !== 0) throw unsafeFolder(path, folder, 'writable')
  for (const above of [...foldersAbove(folder), ...foldersAbove(realpathSync(folder))]) {
    const { mode: open } = statSync(above)
    if ((open & BY_ALL) !== 0 && (open & STICKY) === 0) throw unsafeFolder(path, above, 'writable')
  }
}

/** The folders that only this program makes; what is above may be a link of the user's own. */
const ownFolders = (folder: string): string[] =>
  basename(dirname(folder)) === DATA_FOLDER ? [dirname(folder), folder] : [folder]

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [] : [parent, ...foldersAbove(parent)]
}

/** Which file is there now; null: none. A deleted file stays the one that it was for those who have it open. */
export function identityOf(path: string): string | null {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stat ? `${stat.dev}:${stat.ino}` : null
}
