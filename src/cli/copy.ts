import { UserInputError } from '../errors.ts'
import type { CopyProgress, Mirror } from '../mirror/mirror.ts'
import { formatCount, plural } from '../render/text.ts'
import { keptPlace } from './archive.ts'

/**
 * Takes the archive along to another store.
 * @param to URL of a database, path of a file, or `file` for the usual one
 * @returns what to print
 */
export async function copyArchive(
  mirror: Mirror,
  to: string,
  signal: AbortSignal,
  onProgress?: (progress: CopyProgress) => void,
): Promise<string> {
  const from = keptPlace(mirror)
  if ((await mirror.place.look()).bytes === null) throw new UserInputError(`There is no archive at ${from}.`)
  const { name, calls, transcripts, written, digest } = await mirror.copyTo(to, { signal, onProgress })
  return [
    `Copied ${from} to ${name}: ${plural(calls, 'call')}, ${formatCount(transcripts)} with transcripts; ${formatCount(written)} written by this run.`,
    `Verified: both hold the same number of rows in every table, and each call is the same in both (SHA-256 of all: ${digest}).`,
    'The original is unchanged. To use the copy, start with the settings that lead to it (--store, --data-dir, --profile).',
  ].join('\n')
}
