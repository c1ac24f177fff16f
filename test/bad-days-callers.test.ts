// @module-tag more
import { describe, expect, test } from 'vitest'
import type { Fault } from '../src/demo/fault.ts'
import type { Json } from '../src/demo/world.ts'
import { DeadlineError } from '../src/errors.ts'
import { checkWords, IMPATIENT, QUICK, TOOLS } from './support/bad-days.ts'
import { type Answer, connect, connectV1 } from './support/client.ts'
import { smallWorld } from './support/small-world.ts'
import { startWorld, withHttp } from './support/world.ts'
import { freshOver, worldOfTests } from './support/world-of-tests.ts'

// What the archive does on such days is tested by itself.
const server = worldOfTests(smallWorld, { archive: 'off' })
const fresh = freshOver(server, QUICK)

describe('what only decorates', () => {
  const DOWN: Record<string, Fault> = {
    down: { status: 503 },
    forbidden: { status: 403 },
    'not allowed to the key': { status: 401, body: { detail: { status: 'missing_permissions', message: 'no' } } },
    damaged: { damage: 'array' },
    hanging: { delayMs: 3_600_000 },
  }

  test.each(Object.entries(DOWN))('tags and agents may be %s', async (_, fault) => {
    server.api.faults.always(/\/(agents|tags)/, fault)
    await fresh(
      async client => {
        // All at once, because each waits where nothing answers.
        const [refund, transferred, list, found] = await Promise.all([
          client.call('get_conversation', { conversation_id: 'conv_refund' }),
          client.call('get_conversation', { conversation_id: 'conv_transfer' }),
          client.call('list_conversations'),
          client.call('search_conversations', { query: 'refund', mode: 'fuzzy' }),
        ])
        const { structured, isError } = refund
        expect(isError).toBe(false)
        expect(structured.metadata.tags).toEqual(['tag_vip'])
        expect(structured.analysis.criteria.map((each: Json) => each.id)).toEqual(['solved', 'polite'])
        expect(transferred.structured.metadata.agents).toEqual(['Billing', 'agent_support'])
        expect(list.structured.rows).toHaveLength(13)
        expect(found.structured.hits).toHaveLength(3)
      },
      fault.delayMs ? IMPATIENT : {},
    )
  })

  test('an agent or a tag can still be chosen by its id, or the answer says why not', async () => {
    server.api.faults.always(/\/(agents|tags)/, { status: 403 })
    await fresh(async client => {
      for (const input of [{ agent_id: 'Billing' }, { tag_ids: ['VIP'] }]) {
        const { text, isError } = await client.call('list_conversations', input)
        expect(isError).toBe(true)
        checkWords(text)
        expect(text).toContain(Object.keys(input)[0] === 'agent_id' ? 'agents' : 'tags')
      }
    })
  })

  test('the id of an agent needs no list of agents', async () => {
    server.api.faults.always(/\/agents/, { status: 403 })
    await fresh(async client => {
      const { structured } = await client.call('list_conversations', { agent_id: 'agent_support' })
      expect(structured.rows).toHaveLength(2)
    })
  })

  test('columns of names show ids where names cannot be read', async () => {
    server.api.faults.always(/\/(agents|tags)/, { status: 403 })
    await fresh(async client => {
      const input = { user_id: 'user_ben', fields: ['id', 'tags', 'evaluation'] }
      const { structured } = await client.call('list_conversations', input)
      expect(structured.rows[0].slice(0, 2)).toEqual(['conv_refund_error', 'tag_vip, tag_bug'])
    })
  })
})

describe('several at once', () => {
  test('never more requests are under way than allowed', async () => {
    const own = await startWorld(smallWorld, { archive: 'off', maxConcurrency: 4 })
    own.api.faults.latencyMs = 5
    const client = await connect(own.app)
    const ids = smallWorld().conversations.map(call => call.conversation_id)
    const calls = Array.from(
      { length: 64 },
      (_, at): Promise<Answer> =>
        at % 8 === 0
          ? client.call('search_conversations', { query: 'refund', mode: 'fuzzy', page_size: 50 })
          : client.call('get_conversation', { conversation_id: ids[at % ids.length] }),
    )
    const answers = await Promise.all(calls)
    expect(answers.filter(({ isError }) => isError)).toEqual([])
    answers.forEach(({ structured }, at) => {
      if (at % 8 !== 0) expect(structured.conversation_id).toBe(ids[at % ids.length])
    })
    expect(own.api.maxInFlight).toBe(4)
    await client.close()
    await own.close()
  })

  test('one that fails does not touch the other', async () => {
    server.api.faults.always(/conv_refund$/, { status: 500 })
    await fresh(async client => {
      const [bad, good] = await Promise.all([
        client.call('get_conversation', { conversation_id: 'conv_refund' }),
        client.call('get_conversation', { conversation_id: 'conv_chat' }),
      ])
      expect([bad.isError, good.isError]).toEqual([true, false])
    })
  })

  test('callers who ask for the same names share one request', async () => {
    await fresh(async client => {
      const before = server.api.requests.length
      await Promise.all(Array.from({ length: 8 }, () => client.call('list_filter_values', { kind: 'tags' })))
      expect(server.api.requests.length - before).toBe(1)
    })
  })
})

describe('giving up', () => {
  /** Until nothing is under way upstream. */
  async function idle(): Promise<void> {
    await expect.poll(() => server.api.inFlight).toBe(0)
  }

  test.each([
    ['2026', connect],
    ['2025', connectV1],
  ] as const)('a cancelled call ends at once, upstream too, and frees its place (%s)', async (_, open) => {
    server.api.faults.always(/conversations/, { delayMs: 3_600_000 })
    await fresh(
      async client => {
        for (const [tool, input] of Object.entries(TOOLS).slice(0, 3)) {
          const caller = new AbortController()
          const call = client.call(tool, input, { signal: caller.signal }).catch(() => 'cancelled')
          await expect.poll(() => server.api.inFlight).toBeGreaterThan(0)
          caller.abort()
          expect(await call).toBe('cancelled')
          await idle()
        }
        // The only place there is, so a place that was not freed would block this.
        server.api.faults.clear()
        expect((await client.call('list_conversations')).isError).toBe(false)
      },
      { concurrency: 1, timeoutMs: 600_000 },
      open,
    )
  })

  test('who waits in line can give up as well', async () => {
    const before = server.api.requests.length
    server.api.faults.always(/conv_refund$/, { delayMs: 3_600_000 })
    await fresh(
      async client => {
        const [holder, waiter] = [new AbortController(), new AbortController()]
        const get = (id: string, signal?: AbortSignal) =>
          client.call('get_conversation', { conversation_id: `conv_${id}` }, signal ? { signal } : {})
        const first = get('refund', holder.signal).catch(() => 'cancelled')
        await expect.poll(() => server.api.inFlight).toBe(1)
        const second = get('chat', waiter.signal).catch(() => 'cancelled')
        const third = get('guarded')
        waiter.abort()
        expect(await second).toBe('cancelled')
        holder.abort()
        expect(await first).toBe('cancelled')
        expect((await third).isError).toBe(false)
      },
      { concurrency: 1, timeoutMs: 600_000 },
    )
    // It never came to be sent.
    expect(server.api.requests.slice(before).filter(({ path }) => path.endsWith('conv_chat'))).toEqual([])
  })

  test('the deadline of a call ends it with words that help', async () => {
    server.api.faults.latencyMs = 3_600_000
    const app = withHttp(server.app, { timeoutMs: 600_000 })
    const hurried = {
      ...app,
      toolContext() {
        const end = new AbortController()
        void expect
          .poll(() => server.api.inFlight)
          .toBe(1)
          .then(() => end.abort(new DeadlineError(45_000)))
        return app.toolContext(end.signal)
      },
    }
    const client = await connect(hurried)
    const { text, isError } = await client.call('list_conversations')
    expect(isError).toBe(true)
    expect(text).toMatchInlineSnapshot(
      `"No answer within 45 seconds. Request less (a smaller page_size, a narrower window) or try again."`,
    )
    await client.close()
    await app.close()
  })
})
