import { type Archive, openArchive } from '../archive/archive.ts'
import { type CopyOptions, type CopyReport, copyArchive } from '../archive/copy/copy.ts'
import type { Place } from '../archive/engine/place.ts'
import { failureOfTarget } from '../archive/failures.ts'

/**
 * Copies the archive into the one at that place, which is made where there is none.
 * @param now Unix seconds
 * @returns what was copied, and what the copy is called
 * @throws as `copyArchive`; what is wrong with the place is told as that of `--to`
 */
export async function copyInto(
  place: Place,
  source: Archive,
  now: number,
  options: CopyOptions,
): Promise<CopyReport & { name: string }> {
  try {
    const target = await openArchive(place, now)
    try {
      return { ...(await copyArchive(source, target, options)), name: target.path }
    } finally {
      await target.close()
    }
  } catch (error) {
    throw failureOfTarget(error, source.path)
  }
}
