import { ConfigurationError, ConversationsError } from '../errors.ts'

/** The export could not be written to its end; nothing of it was kept. */
export class ExportError extends ConversationsError {
  readonly code = 'export'
}

/** What the system's error codes say to a person; those that only the person who runs the server can mend. */
const FOLDER: Record<string, string> = {
  EACCES: 'no write permission',
  EPERM: 'no write permission',
  EROFS: 'it is read-only',
  ENOTDIR: 'it, or part of its path, is not a directory',
  EEXIST: 'it is not a directory',
  ENOENT: 'it no longer exists',
  ELOOP: 'its symbolic links form a loop',
  ENAMETOOLONG: 'its path is too long',
}
const DISK: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exceeded',
  EFBIG: 'the file exceeds the size limit of the disk or system',
  EIO: 'the disk reports an I/O error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
}

/** An error of the file system in our words; anything else as it is. */
export function exportError(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (Object.hasOwn(FOLDER, code)) {
    return new ConfigurationError(
      `The export directory ${folder} cannot be used: ${FOLDER[code]}. Choose another directory.`,
    )
  }
  if (Object.hasOwn(DISK, code)) {
    return new ExportError(`No file was written: ${DISK[code]}. Nothing was left in ${folder}.`)
  }
  const isOfSystem = error instanceof Error && 'syscall' in error
  return isOfSystem ? new ExportError(`No file was written: the system reports ${code} for ${folder}.`) : error
}
