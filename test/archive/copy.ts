import { analyze } from '../../src/analysis/index.ts'
import type { Archive } from '../../src/archive/archive.ts'
import { addCovered, setWalkPosition } from '../../src/archive/coverage/coverage.ts'
import { noteUnreadable } from '../../src/archive/due/unreadable.ts'
import { identifier, sql } from '../../src/archive/engine/sql.ts'
import type { Row } from '../../src/archive/engine/values.ts'
import { all } from '../../src/archive/engine/work.ts'
import { addKey, digestOf, setWorkspaceId } from '../../src/archive/place/workspace.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { prepareDetail } from '../../src/archive/write/prepare-detail.ts'
import { listItem } from '../../src/demo/list-item.ts'
import type { Json } from '../../src/demo/world.ts'
import { searchWords } from '../../src/search/search-words.ts'
import { triage } from '../../src/triage/triage.ts'
import { smallWorld } from '../support/small-world.ts'
import { NOW } from '../support/world.ts'
import { calls } from '../sync/calls.ts'
import { callOf, summariesOf } from './mirror.ts'

/* An archive with something of everything, and what it holds and answers, told without the code that copies. */

export const BODIES: readonly Json[] = [...smallWorld().conversations, ...calls(100, NOW - 5000, 60)]
const [DELETED, UNREADABLE, LISTED] = ['conv_00003', 'conv_00004', 'conv_00005']

/** @param bodies the first of them are in the archive */
export async function fillArchive(archive: Archive, bodies = BODIES): Promise<void> {
  const summaries = summariesOf(bodies.map(body => listItem(body, { summaries: true })))
  await archive.upsertSummaries(summaries.slice(0, 100), NOW - 100)
  await archive.upsertSummaries(summaries.slice(100), NOW - 99)
  await archive.upsertSummaries(summaries.slice(0, 3), NOW - 98, { filter: 'topic_ids', value: 'topic_refunds' })
  const read = bodies.filter(({ conversation_id: id }) => id !== UNREADABLE && id !== LISTED)
  await archive.writeTogether(read.map(body => ({ detail: prepareDetail(body, callOf(body)), at: NOW - 90 })))
  await archive.tombstone(DELETED!, NOW - 80)
  await archive.write(
    (function* () {
      yield* noteUnreadable(UNREADABLE!, 'Too odd.', NOW - 70, { tries: 1, secs: 3600 })
      yield* addCovered('', { from: 0, to: NOW - 100, readAt: NOW - 100 })
      yield* setWalkPosition({ scope: 'agent_id=a', from: 1, to: 9 }, { position: 5, startedAt: NOW - 95 })
      yield* addKey(yield* digestOf('a key'), NOW)
      yield* setWorkspaceId('workspace_1')
    })(),
  )
}

const TABLES = [
  ...['conversations', 'bodies', 'turns', 'tool_calls', 'criteria', 'collected', 'variables', 'tags', 'visited_agents'],
  ...['guardrails', 'memberships', 'unreadable', 'covered', 'walks', 'meta'],
]

/** All rows of all tables; calls by the API's ids, since each archive has its own. */
export async function contentsOf(archive: Archive): Promise<Record<string, unknown[]>> {
  const rowsOf = (table: string) => archive.read(all(sql`SELECT * FROM ${identifier(table)}`))
  const ids = new Map((await rowsOf('conversations')).map(row => [row.id, row.conversation_id]))
  const told = ({ id, conversation, ...row }: Row) => ({
    ...(conversation === undefined ? {} : { call: ids.get(conversation) }),
    ...Object.fromEntries(
      Object.entries(row)
        // What is not known is no column of some engines.
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value])
        .sort(),
    ),
  })
  const contents: Record<string, unknown[]> = {}
  for (const table of TABLES) {
    const rows = (await rowsOf(table)).map(row => JSON.stringify(told(row))).sort()
    contents[table] = rows.map(row => JSON.parse(row))
  }
  return contents
}

/** What some questions are answered, order included; not scores, in which SQLite remembers what was erased. */
export async function answersOf(archive: Archive): Promise<unknown> {
  const found = []
  for (const typed of ['refund', '="I am conv"', 'title*', 'summary -refund'])
    for (const order of ['best', 'newest'] as const) {
      const query = parseQuery(typed)
      const { hits, ...rest } = await searchWords(archive, { query, order, filter: {}, limit: 500, offset: 0 })
      found.push({ typed, ...rest, hits: hits.map(({ score: _, ...hit }) => hit) })
    }
  return {
    found,
    table: await analyze(archive, {
      ...{ filter: {}, zone: 'Europe/Berlin', limit: 100 },
      metrics: ['count', 'success_rate', 'duration', 'tool_error_rate', 'talk_share'],
      groupBy: ['agent', 'day'],
    }).then(({ table }) => table),
    triage: await triage(archive, { filter: {}, limit: 200, offset: 0, now: NOW }),
    freshness: await archive.freshAt('conv_00009', NOW),
    status: { ...(await archive.status()), bytes: 0 },
  }
}
