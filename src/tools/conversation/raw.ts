import { inertJson } from '../../render/markdown.ts'
import { escapeHidden } from '../../render/text.ts'

/** The API's JSON body (secrets already removed) with only the shown turns in it. */
export function rawText(raw: unknown, shown: readonly (readonly [number, number])[]): string {
  const body = raw as { transcript?: unknown }
  if (!Array.isArray(body.transcript)) return inertJson(escapeHidden(JSON.stringify(body)))
  const transcript = body.transcript.filter((_, turn) => shown.some(([from, to]) => turn >= from && turn <= to))
  return inertJson(escapeHidden(JSON.stringify({ ...body, transcript })))
}
