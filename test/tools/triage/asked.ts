import { beforeAll } from 'vitest'
import type { Json } from '../../../src/demo/world.ts'
import type { Desk } from '../../support/desk.ts'
import { smallWorld } from '../../support/small-world.ts'
import { API_KEY, NOW, type TestWorld } from '../../support/world.ts'

const DAY = 24 * 3600
export const WEEK = '8d'

/** The API's own JSON of every call that started since. */
async function bodiesSince({ api }: TestWorld, since: number): Promise<Json[]> {
  const get = async (path: string): Promise<Json> =>
    (await fetch(`${api.url}/v1/convai/conversations${path}`, { headers: { 'xi-api-key': API_KEY } })).json() as Json
  const ids: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await get(`?page_size=100&call_start_after_unix=${since - 1}${cursor && `&cursor=${cursor}`}`)
    ids.push(...page.conversations.filter((item: Json) => item.start_time_unix_secs >= since).map(idOf))
    cursor = page.has_more ? page.next_cursor : null
  }
  return Promise.all(ids.map(id => get(`/${id}`)))
}

/** For the tests of a file: what the API itself tells of the calls of the week, by id. */
export function bodiesOfWeek(desk: Desk): Map<string, Json> {
  const bodies = new Map<string, Json>()
  beforeAll(async () => {
    for (const body of await bodiesSince(desk.world, NOW - 8 * DAY)) bodies.set(body.conversation_id, body)
  })
  return bodies
}

export const idOf = (call: Json): string => call.conversation_id
export const isOver = ({ status }: Json): boolean => status === 'done' || status === 'failed'

/** A copy of a call of the small world with other turns. */
export const callWith = (conversation_id: string, transcript: Json[], more: Json = {}): Json => {
  const base = smallWorld().conversations[0]!
  return { ...base, conversation_id, transcript, ...more, metadata: { ...base.metadata, ...more.metadata } }
}
