import { jsonParts } from '../../api/json.ts'
import { inertJson } from '../../render/markdown.ts'
import { escapeHidden } from '../../render/text.ts'
import { MOST_TOKENS } from '../params.ts'

/** Characters that no answer can hold; of longer JSON only so many are made. */
const MOST = 4 * MOST_TOKENS + 1

/** The API's JSON body (secrets already removed) with only the shown turns in it. What fits into no answer is cut off. */
export function rawText(raw: unknown, shown: readonly (readonly [number, number])[]): string {
  const body = raw as { transcript?: unknown }
  if (!Array.isArray(body.transcript)) return inertJson(escapeHidden(jsonOf(body)))
  const transcript = body.transcript.filter((_, turn) => shown.some(([from, to]) => turn >= from && turn <= to))
  return inertJson(escapeHidden(jsonOf({ ...body, transcript })))
}

/** As JSON.stringify, no further than `MOST`. */
function jsonOf(body: object): string {
  let json = ''
  for (const part of jsonParts(body)) {
    json += part
    if (json.length >= MOST) return json.slice(0, MOST)
  }
  return json
}

/** Of a window that was chosen nothing else is wanted: what is said of the whole call would crowd out its turns. */
export function onlyTurns(raw: unknown): unknown {
  if (raw === undefined) return undefined
  const { conversation_id, transcript } = raw as { conversation_id?: unknown; transcript?: unknown }
  return { conversation_id, transcript }
}
