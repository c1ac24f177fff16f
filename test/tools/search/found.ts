import type { Json } from '../../../src/demo/world.ts'
import type { Answer } from '../../support/client.ts'
import { asking } from '../../support/desk.ts'
import { fewAndMany } from '../../support/few-and-many.ts'
import { walk } from '../../support/reading.ts'
import { everyNth, sample as whole, withLongCall } from '../../support/sample.ts'
import { smallWorld } from '../../support/small-world.ts'
import { API_KEY, startWorld, type TestWorld } from '../../support/world.ts'

export const HOUR = 3600
export const DAY = 24 * HOUR
export const small = smallWorld()

// Fewer calls than there are, for speed; the long and the hostile one are among them.
export const sample = {
  ...whole,
  conversations: withLongCall(everyNth(5)),
}

export const bodies = new Map(
  [...small.conversations, ...sample.conversations].map(body => [body.conversation_id, body]),
)
export const idsOf = ({ structured }: Answer): string[] => structured.hits.map((hit: Json) => hit.conversation_id)

/** Each found turn as `conversation turn`. */
export const foundIn = ({ structured }: Answer): string[] =>
  structured.hits.flatMap((hit: Json) => hit.turns.map((turn: number) => `${hit.conversation_id} ${turn}`))

/** Asks the API itself, page by page. */
export async function apiHits(server: TestWorld, kind: string, query: Record<string, string>): Promise<Json[]> {
  const hits: Json[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const params = new URLSearchParams({ ...query, page_size: '50', ...(cursor && { cursor }) })
    const url = `${server.api.url}/v1/convai/conversations/messages/${kind}?${params}`
    const page = (await (await fetch(url, { headers: { 'xi-api-key': API_KEY } })).json()) as Json
    hits.push(...page.results)
    cursor = page.has_more ? page.next_cursor : null
  }
  return hits
}

/** For the tests of a file: how the API's own search is asked for words, in few calls and in many. */
export function fuzzyDesks() {
  const { few, many } = fewAndMany({ many: () => startWorld(sample) })
  const { ask: search, refusal } = asking('search_conversations', few, { query: 'refund', mode: 'fuzzy' })
  const walkMany = (input: Json): Promise<Answer[]> =>
    walk(many.client, 'search_conversations', { mode: 'fuzzy', ...input })
  return { few, many, search, refusal, walkMany }
}
