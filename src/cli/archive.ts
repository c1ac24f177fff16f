import { formatInstant, resolveWindow } from '../domain/time.ts'
import { UserInputError } from '../errors.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { plural } from '../render/text.ts'

export const ARCHIVE_ACTIONS = {
  status: 'contents, freshness and an integrity check',
  path: 'its path, or its server, database and schema',
  prune: 'remove calls that started before a date, and calls whose start is unknown',
  vacuum: 'reclaim disk space',
  delete: 'delete all of it; nothing is deleted at the API',
}
export type ArchiveAction = keyof typeof ARCHIVE_ACTIONS

/** @returns what to print @throws ArchiveError */
export async function lookAfterArchive(
  action: ArchiveAction,
  mirror: Mirror,
  { before, yes }: { before?: string; yes?: boolean },
  zone: string,
  now: number,
): Promise<string> {
  const name = keptPlace(mirror)
  if (action === 'path') return name
  const isThere = (await mirror.place.look()).bytes !== null
  if (action === 'delete') {
    if (!isThere) return `There is no archive at ${name}.`
    if (!yes) throw new UserInputError(`This deletes ${name}. Confirm with --yes.`)
    await mirror.place.remove()
    return `Deleted ${name}.`
  }
  if (!isThere) {
    return `${name}\nThere is no archive yet. The first request that needs it creates it, or run: conversations-mcp sync --since 90d`
  }
  const { archive } = await mirror.open()
  if (action === 'prune') {
    const bound = boundOf(before, zone, now)
    const { earlier, undated } = await archive.prune(bound)
    const beside = undated === 0 ? '' : ` and ${plural(undated, 'call')} whose start is unknown`
    return `Removed ${plural(earlier, 'call')} that started before ${formatInstant(bound, zone)} ${zone}${beside}. Run "archive vacuum" to reclaim disk space.`
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
    name,
    `${plural(calls, 'call')}, ${withDetail} with transcripts; ${deleted} deleted upstream; ${megabytes(bytes)}`,
    calls > 0 ? `started between ${at(oldest)} and ${at(newest)}` : 'no calls yet',
    `last synced: ${at(lastReadAt)}`,
    problems.length === 0 ? 'integrity check: OK' : `integrity check: FAILED: ${problems.join('; ')}`,
  ].join('\n')
}

/** @returns its name for people @throws UserInputError where nothing outlives the command */
export function keptPlace({ place: { name } }: Mirror): string {
  if (name !== null) return name
  throw new UserInputError('Sample calls and calls of a file are archived only while a command runs.')
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
