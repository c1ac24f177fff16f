import { bytesOnDisk, removeArchive } from '../archive/files.ts'
import { formatInstant, resolveWindow } from '../domain/time.ts'
import { UserInputError } from '../errors.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { plural } from '../render/text.ts'

export const ARCHIVE_ACTIONS = {
  status: 'what is in it, how fresh it is, and whether the file is sound',
  path: 'where it lies',
  prune: 'forget calls that started before a date',
  vacuum: 'give room back to the disk',
  delete: 'delete the file; calls stay where they are, at the API',
}
export type ArchiveAction = keyof typeof ARCHIVE_ACTIONS

/** @returns what to print */
export function lookAfterArchive(
  action: ArchiveAction,
  mirror: Mirror,
  { before, yes }: { before?: string; yes?: boolean },
  zone: string,
  now: number,
): string {
  const { path } = mirror
  if (path === null)
    throw new UserInputError('Sample calls, and calls of a file, are archived only while a command runs.')
  if (action === 'path') return path
  if (action === 'delete') {
    if (!yes) throw new UserInputError(`This deletes ${path}. Say so with --yes.`)
    removeArchive(path)
    return `Deleted ${path}.`
  }
  if (bytesOnDisk(path) === 0) {
    return `${path}\nThere is no archive yet: the first question that needs it makes it, or conversations-mcp sync --since 90d.`
  }
  const { archive } = mirror.open()
  if (action === 'prune') {
    const bound = resolveWindow({ after: before }, zone, now)?.afterUnix
    if (bound === undefined) throw new UserInputError('--before takes a date, such as 2026-01-01.')
    const gone = archive.prune(bound)
    return `Forgot ${plural(gone, 'call')} that started before ${formatInstant(bound, zone)} ${zone}. vacuum gives the room back.`
  }
  if (action === 'vacuum') {
    const size = archive.status().bytes
    archive.vacuum()
    return `${megabytes(size)} before, ${megabytes(archive.status().bytes)} now.`
  }
  const { calls, withDetail, deleted, oldest, newest, lastReadAt, bytes } = archive.status()
  const problems = archive.integrity()
  const at = (unix: number | null) => (unix === null ? 'never' : `${formatInstant(unix, zone)} ${zone}`)
  return [
    path,
    `${plural(calls, 'call')}, ${withDetail} of them in full; ${deleted} gone at the API; ${megabytes(bytes)}`,
    calls > 0 ? `started from ${at(oldest)} to ${at(newest)}` : 'no calls yet',
    `last read from the API: ${at(lastReadAt)}`,
    problems.length === 0 ? 'the file is sound' : `the file is damaged: ${problems.join('; ')}`,
  ].join('\n')
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
