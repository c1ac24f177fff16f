import { ConfigurationError, ConversationsError } from '../errors.ts'

/** The export could not be written to its end; nothing of it was kept. */
export class ExportError extends ConversationsError {
  readonly code = 'export'
}

/** What the system's error codes say to a person; those that only the person who runs the server can mend. */
const FOLDER: Record<string, string> = {
  EACCES: 'this program may not write there',
  EPERM: 'this program may not write there',
  EROFS: 'it is read-only',
  ENOTDIR: 'it, or something on the way to it, is not a folder',
  EEXIST: 'it is not a folder',
  ENOENT: 'it does not exist any more',
  ELOOP: 'its links lead round in a circle',
  ENAMETOOLONG: 'its path is too long',
}
const DISK: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of disk space is used up',
  EFBIG: 'the file grew larger than the disk or the system allows',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
}

/** An error of the file system in our words; anything else as it is. */
export function exportError(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (Object.hasOwn(FOLDER, code)) {
    return new ConfigurationError(`The export folder ${folder} cannot be used: ${FOLDER[code]}. Name another folder.`)
  }
  if (Object.hasOwn(DISK, code)) {
    return new ExportError(`The export was not written: ${DISK[code]}. Nothing of it was kept in ${folder}.`)
  }
  const isOfSystem = error instanceof Error && 'syscall' in error
  return isOfSystem ? new ExportError(`The export was not written: the system reports ${code} for ${folder}.`) : error
}
