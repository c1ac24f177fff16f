import * as z from 'zod/v4'
import { formatInstant } from '../domain/time.ts'
import { shortText } from '../render/text.ts'
import type { ToolContext } from './define.ts'

/** What an answer rests on. Every sentence is for the reader; the same lines stand in both halves. */
export interface Coverage {
  /** How many matched, were read, are shown, were left out and why. */
  counts: string
  /** The resolved time window with its zone. */
  window?: string
  /** The filters as understood. */
  filters?: string
  /** Where from and when. */
  read: string
  notes?: string[]
}

export const coverageSchema = z.object({
  counts: z.string(),
  window: z.string().optional(),
  filters: z.string().optional(),
  read: z.string(),
  notes: z.array(z.string()).optional(),
})

export function coverageLines(coverage: Coverage): string[] {
  const about = [
    coverage.window && `Window: ${coverage.window}.`,
    coverage.filters && `Filters: ${coverage.filters}.`,
    coverage.read,
  ]
  return [coverage.counts, about.filter(Boolean).join(' '), ...(coverage.notes ?? [])]
}

/**
 * The same for what the archive knows, as read at that moment (Unix seconds; null: nothing was read yet).
 * @param profile null: there is only one
 */
export function archivedAt(
  { origin }: Pick<ToolContext, 'origin'>,
  at: number | null,
  zone: string,
  profile: string | null,
): string {
  const which = profile === null ? '' : ` (profile ${shortText(profile)})`
  const when = at === null ? '' : `, last synced ${formatInstant(at, zone)}`
  return `Source: local archive of ${origin()}${which}${when}; times in ${zone}.`
}

/** Where an answer comes from and when: the last sentence of what it covers. */
export const readAt = ({ origin, now }: Pick<ToolContext, 'origin' | 'now'>, zone: string): string =>
  `Source: ${origin()}, read at ${formatInstant(now(), zone)}; times in ${zone}.`
