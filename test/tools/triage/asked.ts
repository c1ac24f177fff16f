import type { Json } from '../../../src/demo/world.ts'
import { connect, type TestClient } from '../../support/client.ts'
import { smallWorld } from '../../support/small-world.ts'
import { API_KEY, startWorld, type TestWorld } from '../../support/world.ts'

export const DAY = 24 * 3600
export const WEEK = '8d'

/** The API's own JSON of every call that started since. */
export async function bodiesSince({ api }: TestWorld, since: number): Promise<Json[]> {
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

export const idOf = (call: Json): string => call.conversation_id
export const isOver = ({ status }: Json): boolean => status === 'done' || status === 'failed'

/** A copy of a call of the small world with other turns. */
export const callWith = (conversation_id: string, transcript: Json[], more: Json = {}): Json => {
  const base = smallWorld().conversations[0]!
  return { ...base, conversation_id, transcript, ...more, metadata: { ...base.metadata, ...more.metadata } }
}

export async function withWorld<T>(conversations: Json[], use: (client: TestClient, world: TestWorld) => Promise<T>) {
  const world = await startWorld({ ...smallWorld(), conversations })
  const client = await connect(world.app)
  try {
    return await use(client, world)
  } finally {
    await client.close()
    await world.close()
  }
}
