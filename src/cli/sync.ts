import type { App } from '../app.ts'
import { formatDuration } from '../domain/time.ts'
import type { Progress } from '../mirror/mirror.ts'
import { formatCount, plural } from '../render/text.ts'
import { whatIsLeftOut } from '../tools/from-archive.ts'
import { resolveSelection } from '../tools/selection.ts'
import { keptPlace } from './archive.ts'

export interface SyncOptions {
  since: string
  agentId?: string
  listsOnly?: boolean
}

/** What a person at a terminal sees meanwhile. */
export interface Watching {
  say(line: string): void
  onProgress(progress: Progress): void
}

/**
 * Reads calls into the archive.
 * @returns what to print, and whether all was read
 */
export async function syncArchive(
  app: App,
  { since, agentId, listsOnly }: SyncOptions,
  signal: AbortSignal,
  watching: Watching | null,
): Promise<{ text: string; complete: boolean }> {
  const context = await app.toolContext(signal)
  const mirror = await app.mirror()
  keptPlace(mirror)
  const selection = await resolveSelection({ after: since, agent_id: agentId?.trim() || undefined }, context)
  const request = { filter: selection.filter, window: selection.window, details: !listsOnly }
  if (watching) {
    const { calls, requests, secs, megabytes } = await mirror.estimate(request, signal)
    watching.say(
      `${selection.described.window}: about ${plural(calls, 'call')}, ${plural(requests, 'request')}, ${formatDuration(Math.ceil(secs))}, ${megabytes.toFixed(1)} MB. Ctrl-C stops; the next run resumes.`,
    )
  }
  const { report } = await mirror.ensure(request, { signal, onProgress: watching?.onProgress })
  const { listed, details, complete, partial, requests } = report
  const leftOut = whatIsLeftOut(report, selection.zone)
  const text = [
    `Archived, ${selection.described.window}: ${plural(listed.calls, 'call')},`,
    listsOnly ? 'list data only;' : `${formatCount(details.have)} of ${plural(details.needed, 'transcript')};`,
    `${plural(requests, 'request')}.`,
    ...leftOut,
    complete ? '' : `Incomplete: ${partial} The next run resumes.`,
  ]
  return { text: text.join(' ').trim(), complete }
}
