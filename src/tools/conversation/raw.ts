import { inertJson } from '../../render/markdown.ts'
import { escapeHidden } from '../../render/text.ts'

/** The API's JSON body (secrets already removed) with only the shown turns in it. */
export function rawText(raw: unknown, shown: readonly (readonly [number, number])[]): string {
  const body = raw as { transcript?: unknown }
  if (!Array.isArray(body.transcript)) return inertJson(escapeHidden(JSON.stringify(body)))
  const transcript = body.transcript.filter((_, turn) => shown.some(([from, to]) => turn >= from && turn <= to))
  return inertJson(escapeHidden(JSON.stringify({ ...body, transcript })))
}

/** Of a window that was chosen nothing else is wanted: what is said of the whole call would crowd out its turns. */
export function onlyTurns(raw: unknown): unknown {
  if (raw === undefined) return undefined
  const { conversation_id, transcript } = raw as { conversation_id?: unknown; transcript?: unknown }
  return { conversation_id, transcript }
}
