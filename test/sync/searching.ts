/* A process that syncs and searches, in rounds. Bundled and started by `four-processes.long.test.ts` and `servers.long.test.ts`. */
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ApiClient } from '../../src/api/client.ts'
import { openArchive } from '../../src/archive/archive.ts'
import { placeOf } from '../../src/archive/place/place-of.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { searchWords } from '../../src/search/search-words.ts'
import { Sync } from '../../src/sync/sync.ts'

/** What each call of the test's world holds: in a turn, in the summary, in different turns, as a prefix. */
const QUERIES = ['"I am"', 'summary', 'hello am', 'titl*', 'nowhere']

/** Of one round, which begins with a line that tells the time. */
export interface Round {
  complete: boolean
  searches: number
  /** Searches that found fewer calls than an earlier one. */
  lost: string[]
}

const [url = '', place = '', profile = ''] = process.argv.slice(2)
let now = 0
const source = new ApiClient({ baseUrl: url, apiKey: 'any' })
const store = place.startsWith('postgres:') ? placeOf({ store: place, host: 'api.test', profile }) : place
const archive = await openArchive(store, undefined, 2)
const sync = new Sync({ source, archive, now: () => now })
const most = new Map<string, number>()

async function search(query: string, lost: string[]): Promise<void> {
  const { conversations } = await searchWords(archive, {
    query: parseQuery(query),
    filter: {},
    order: 'newest',
    limit: 20,
    offset: 0,
  })
  const before = most.get(query) ?? 0
  if (conversations < before) lost.push(`${query}: ${before}, then ${conversations}`)
  most.set(query, conversations)
}

async function round(): Promise<Round> {
  const asked = sync.ensure({ filter: {}, details: true }, { signal: new AbortController().signal })
  let isOver = false
  const ended = asked.finally(() => {
    isOver = true
  })
  void ended.catch(() => {})
  const lost: string[] = []
  let searches = 0
  for (; !isOver || searches < QUERIES.length; searches += 1) {
    await search(QUERIES[searches % QUERIES.length]!, lost)
    // Searches block: between two of them some calls shall be written.
    for (let turn = 0; turn < 50; turn += 1) await nextTurn()
  }
  return { complete: (await ended).complete, searches, lost }
}

process.stdout.write('ready\n')
for await (const line of createInterface({ input: process.stdin })) {
  now = Number(line)
  process.stdout.write(`${JSON.stringify(await round())}\n`)
}
await sync.stop()
await source.close()
await archive.close()
