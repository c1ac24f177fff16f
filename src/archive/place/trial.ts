import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { openArchive } from '../archive.ts'
import { removeArchive } from './files.ts'
import { removeTemporary, temporaryArchive } from './temporary.ts'

/**
 * Makes, writes and removes an archive in the folder of that one, which it does not touch; null: in a temporary folder.
 * @throws ArchiveError that says what is wrong
 */
export async function tryArchiveFolder(path: string | null): Promise<void> {
  const trial =
    path === null ? temporaryArchive() : join(dirname(path), `.trial-${randomBytes(4).toString('hex')}.sqlite`)
  try {
    const archive = await openArchive(trial)
    try {
      await archive.setNote('trial', 'written')
    } finally {
      await archive.close()
    }
  } finally {
    discard(path, trial)
  }
}

function discard(path: string | null, trial: string): void {
  try {
    if (path === null) removeTemporary(trial)
    else removeArchive(trial)
  } catch {
    // It could not be made: that is what the caller is told.
  }
}
