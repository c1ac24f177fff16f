import { bytesOnDisk, removeArchive } from '../archive/place/files.ts'
import { explainFailure } from '../archive/sqlite/failures.ts'
import { formatInstant, resolveWindow } from '../domain/time.ts'
import { UserInputError } from '../errors.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { plural } from '../render/text.ts'

export const ARCHIVE_ACTIONS = {
  status: 'contents, freshness and an integrity check',
  path: 'its path',
  prune: 'remove calls that started before a date',
  vacuum: 'reclaim disk space',
  delete: 'delete the file; nothing is deleted at the API',
}
export type ArchiveAction = keyof typeof ARCHIVE_ACTIONS

/** @returns what to print */
export async function lookAfterArchive(
  action: ArchiveAction,
  mirror: Mirror,
  { before, yes }: { before?: string; yes?: boolean },
  zone: string,
  now: number,
): Promise<string> {
  const path = keptPath(mirror)
  if (action === 'path') return path
  try {
    return await act(action, mirror, path, { before, yes }, zone, now)
  } catch (error) {
    throw explainFailure(error, path)
  }
}

/** @throws UserInputError where nothing outlives the command */
export function keptPath({ path }: Mirror): string {
  if (path !== null) return path
  throw new UserInputError('Sample calls and calls of a file are archived only while a command runs.')
}

async function act(
  action: Exclude<ArchiveAction, 'path'>,
  mirror: Mirror,
  path: string,
  { before, yes }: { before?: string | undefined; yes?: boolean | undefined },
  zone: string,
  now: number,
): Promise<string> {
  const isThere = bytesOnDisk(path) > 0
  if (action === 'delete') {
    if (!isThere) return `There is no archive at ${path}.`
    if (!yes) throw new UserInputError(`This deletes ${path}. Confirm with --yes.`)
    removeArchive(path)
    return `Deleted ${path}.`
  }
  if (!isThere) {
    return `${path}\nThere is no archive yet. The first request that needs it creates it, or run: conversations-mcp sync --since 90d`
  }
  const { archive } = await mirror.open()
  if (action === 'prune') {
    const bound = boundOf(before, zone, now)
    const gone = await archive.prune(bound)
    return `Removed ${plural(gone, 'call')} that started before ${formatInstant(bound, zone)} ${zone}. Run "archive vacuum" to reclaim disk space.`
  }
  if (action === 'vacuum') {
    const before = await archive.status()
    await archive.vacuum()
    const after = await archive.status()
    return `${megabytes(before.bytes)} before, ${megabytes(after.bytes)} after.`
  }
  const { calls, withDetail, deleted, oldest, newest, lastReadAt, bytes } = await archive.status()
  const problems = await archive.integrity()
  const at = (unix: number | null) => (unix === null ? 'never' : `${formatInstant(unix, zone)} ${zone}`)
  return [
    path,
    `${plural(calls, 'call')}, ${withDetail} with transcripts; ${deleted} deleted upstream; ${megabytes(bytes)}`,
    calls > 0 ? `started between ${at(oldest)} and ${at(newest)}` : 'no calls yet',
    `last synced: ${at(lastReadAt)}`,
    problems.length === 0 ? 'integrity check: OK' : `integrity check: FAILED: ${problems.join('; ')}`,
  ].join('\n')
}

function boundOf(before: string | undefined, zone: string, now: number): number {
  try {
    const bound = resolveWindow({ after: before }, zone, now)?.afterUnix
    if (bound !== undefined) return bound
  } catch (error) {
    if (!(error instanceof UserInputError)) throw error
  }
  throw new UserInputError('--before takes a date or an age, such as 2026-01-01 or 90d.')
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
