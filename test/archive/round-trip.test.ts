import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { withoutSecrets } from '../../src/api/remove-secrets.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { addCovered } from '../../src/archive/coverage/coverage.ts'
import { readMembers } from '../../src/archive/schema/column.ts'
import { MEASURE_COLUMNS } from '../../src/archive/schema/detail-columns.ts'
import { DEMO_SECRET } from '../../src/demo/data/index.ts'
import { readWorldFile } from '../../src/demo/file.ts'
import { listItem } from '../../src/demo/list-item.ts'
import type { Json, World } from '../../src/demo/world.ts'
import { measuresOf } from '../../src/domain/measures.ts'
import { databaseOf } from '../support/database.ts'
import { ALL_RUNS, MORE } from '../support/runs.ts'
import { everyNth, sample } from '../support/sample.ts'
import { smallWorld } from '../support/small-world.ts'
import { addDetail, callOf, listItems, mirror, newPath, summariesOf } from './mirror.ts'

const corpus = process.env.CONVERSATIONS_CORPUS
const worlds = [
  { name: 'small world', when: {}, load: async () => smallWorld() },
  {
    name: 'sample world',
    when: MORE,
    load: async () => (ALL_RUNS ? sample : { ...sample, conversations: everyNth(5) }),
  },
  ...(corpus ? [{ name: 'corpus', when: MORE, load: () => readWorldFile(join(corpus, 'airline.jsonl')) }] : []),
]

/** Much faster than toEqual over thousands of turns. */
function expectSame(id: string, found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) expect({ id, found }).toEqual({ id, found: expected })
}

for (const { name, when, load } of worlds)
  describe(name, when, () => {
    let world: World
    let archive: Archive
    const path = newPath()
    beforeAll(async () => {
      // As it stands on the wire, where there is no -0.
      world = JSON.parse(JSON.stringify(await load()))
      archive = await mirror(world, {}, path)
      return () => archive.close()
    })

    test('a call from the archive is the call that the API gave', async () => {
      for (const call of world.conversations) {
        const id = call.conversation_id
        expectSame(id, await archive.conversation(id), callOf(call))
        expectSame(id, await archive.body(id), withoutSecrets(call))
      }
    })

    test('so is what lists tell of it', async () => {
      const listed = await openArchive(newPath())
      const summaries = summariesOf(await listItems(world, {}))
      await listed.upsertSummaries(summaries, 1000)
      for (const summary of summaries) {
        // Tags are a set.
        const expected = { ...summary, tagIds: [...summary.tagIds].sort() }
        expect(await listed.summary(summary.id)).toEqual(expected)
      }
      await listed.close()
    })

    test('and what is counted of it', () => {
      for (const call of world.conversations) {
        const row = databaseOf(archive).get('SELECT * FROM conversations WHERE conversation_id = ?', [
          call.conversation_id,
        ])!
        const counted = measuresOf(callOf(call))
        expectSame(call.conversation_id, readMembers(MEASURE_COLUMNS, row), counted)
      }
    })

    test('secrets do not reach the disk', async () => {
      expect(JSON.stringify(world.conversations)).toContain('system__conversation_history')
      for (const call of world.conversations) {
        const body = JSON.stringify(await archive.body(call.conversation_id))
        expect(body).not.toMatch(/system__conversation_history|secret__/)
        expect(body).not.toContain(DEMO_SECRET)
      }
      expect(
        databaseOf(archive).get(
          "SELECT count(*) AS n FROM variables WHERE name LIKE 'system!_!_%' ESCAPE '!' OR name LIKE 'secret!_!_%' ESCAPE '!'",
        )?.n,
      ).toBe(0)
      const bytes = [path, `${path}-wal`].map(file => readFileSync(file))
      expect(bytes.some(file => file.includes(DEMO_SECRET))).toBe(false)
    })

    test.skipIf(name === 'small world')('the file is smaller than 0.4 of the JSON, indexes and all', async () => {
      const json = world.conversations.reduce((sum, call) => sum + Buffer.byteLength(JSON.stringify(call)), 0)
      await archive.vacuum()
      const ratio = (await archive.status()).bytes / json
      console.log(
        `${name}: ${world.conversations.length} calls, ${json} bytes of JSON, archive ${ratio.toFixed(3)} of it`,
      )
      expect(ratio).toBeLessThan(0.4)
    })
  })

describe('hostile and odd bodies', () => {
  const nasty = `'); DROP TABLE conversations; -- " \0 \u{1F600} \ud800 \u202e ${'x'.repeat(5000)}`

  /** A call in which every text, id and name is nasty. */
  function poisoned(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(poisoned)
    if (typeof value === 'string') return nasty + value
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, poisoned(inner)]))
  }

  test('text in any field stays text', async () => {
    const archive = await openArchive(newPath())
    for (const call of smallWorld().conversations) {
      const body = poisoned(call) as Json
      await addDetail(archive, body, 1000)
      await archive.upsertSummaries(summariesOf([listItem(body, { summaries: true })]), 1001, {
        filter: 'topic_ids',
        value: nasty,
      })
      expect((await archive.conversation(body.conversation_id))?.turns).toEqual(toConversation(body, '').turns)
      if (call.agent_id) expect((await archive.summary(body.conversation_id))?.agentId).toContain('DROP TABLE')
    }
    await archive.write(addCovered(nasty, { from: 1, to: 2, readAt: 3 }))
    await archive.setNote(nasty, nasty)
    expect((await archive.status()).calls).toBe(13)
    expect(await archive.integrity()).toEqual([])
    await archive.close()
  })

  test('numbers that are none, and lists that are none, do not stop the others', async () => {
    const archive = await openArchive(newPath())
    const odd: Json = {
      conversation_id: 'conv_odd',
      agent_id: 17,
      tag_ids: ['a', 'a', 3],
      status: 'a status of tomorrow',
      metadata: {
        start_time_unix_secs: 1_790_000_001.5,
        call_duration_secs: '61.25',
        cost: 1e300,
        feedback: { likes: 0.5, rating: 9 },
      },
      analysis: {
        evaluation_criteria_results: { a: null, b: { result: 'maybe' } },
        data_collection_results: {
          list: { value: [1, { deep: true }], rationale: 'x' },
          big: { value: 2 ** 70, rationale: '' },
        },
      },
      visited_agents: [null, { agent_id: 'a' }, 'x'],
      conversation_initiation_client_data: {
        dynamic_variables: { object: { a: 1 }, number: 0.1, flag: false, none: null },
      },
      transcript: [null, { role: 'user', message: 'hi', time_in_call_secs: 0.25, triggered_guardrails: [null, {}] }],
    }
    await addDetail(archive, odd, 1000)
    expect(await archive.conversation('conv_odd')).toEqual(toConversation(odd, ''))
    expect(await archive.summary('conv_odd')).toMatchObject({
      startedAt: 1_790_000_001,
      durationSecs: 61.25,
      tagIds: ['3', 'a'],
      rating: null,
    })
    expect(await archive.integrity()).toEqual([])
    await archive.close()
  })
})
