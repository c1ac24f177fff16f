import type { ConversationFilter } from '../domain/filter.ts'
import { formatDuration } from '../domain/time.ts'
import type { Mirrored, SyncEstimate, SyncReport, SyncRequest } from '../mirror/mirror.ts'
import { number, plural } from '../render/text.ts'
import { archivedAt } from './coverage.ts'
import type { ToolContext } from './define.ts'
import type { Selection } from './selection.ts'

/** Calls of the archive, with the words for how complete and how fresh they are. */
export interface FromArchive extends Pick<Mirrored, 'archive' | 'report'> {
  /** The last sentence of what an answer covers. */
  read: string
  /** What is missing, and what to do about it; empty: nothing is. */
  notes: string[]
}

/** What the archive is asked by: the window says exactly what the filter's own bounds say widely. */
export function archiveSelection({
  filter,
  window,
}: Pick<Selection, 'filter' | 'window'>): Omit<SyncRequest, 'details'> {
  const { call_start_after_unix: _, call_start_before_unix: __, ...rest } = filter
  return { filter: rest satisfies ConversationFilter, ...(window ? { window } : {}) }
}

/**
 * Makes the archive hold the selected calls, as far as patience allows.
 * @param details whether whole calls are needed, not only what lists tell
 * @throws ArchiveError; the API's error where nothing at all could be read
 */
export async function fromArchive(
  selection: Pick<Selection, 'filter' | 'window' | 'zone'>,
  details: boolean,
  context: ToolContext,
): Promise<FromArchive> {
  const mirror = await context.mirror()
  const { archive, report, rest } = await mirror.ensure({ ...archiveSelection(selection), details }, context)
  return { archive, report, read: archivedAt(context, report.readAt, selection.zone), notes: missing(report, rest) }
}

/** Says first that the numbers are not those of all calls: whoever reads no further must not miss it. */
function missing({ complete, listed, details, partial, goesOn }: SyncReport, rest: SyncEstimate | null): string[] {
  if (complete) return []
  const have =
    details.needed > 0
      ? `${number(details.have)} of ${plural(details.needed, 'call')} read in full so far, newest first; what only whole calls tell rests on these.`
      : `${plural(listed.calls, 'call')} listed so far, and this answer rests on these only.`
  const effort = rest
    ? ` Left: about ${plural(rest.requests, 'request')}, ${formatDuration(Math.ceil(rest.secs))}, ${rest.megabytes.toFixed(1)} MB.`
    : ''
  const next = goesOn ? ' Reading goes on in the background: ask the same again then.' : ' Ask the same again to go on.'
  return [`INCOMPLETE: ${have} ${partial ?? ''}${effort}${next}`]
}
