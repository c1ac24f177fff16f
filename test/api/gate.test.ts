import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Errand, Gate } from '../../src/api/gate.ts'
import { connect, type TestClient } from '../support/client.ts'
import { everyNth, sample } from '../support/sample.ts'
import { startWorld, type TestWorld } from '../support/world.ts'
import { until } from '../sync/waiting.ts'

/** Requests that are never answered, by name; which of them are under way. */
function hanging(limit: number, ceiling: number) {
  const gate = new Gate(() => limit, ceiling)
  const started: string[] = []
  const ends = new Map<string, () => void>()
  const ask = (errand: Errand, name: string = errand): void => {
    const answered = new Promise<void>(resolve => ends.set(name, resolve))
    void gate.run(() => {
      started.push(name)
      return answered
    }, errand)
  }
  const end = async (name: string): Promise<void> => {
    ends.get(name)!()
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  }
  return { gate, started, ask, end }
}

const many = (count: number) => Array.from({ length: count }, (_, at) => `${at}`)

describe('where all places are taken', () => {
  it.each<[Errand, string]>([
    ['walk', 'lists for the archive'],
    ['list', 'lists for questions'],
    ['bulk', 'calls for the archive'],
  ])('by %s (%s), a question has one', async errand => {
    const { gate, started, ask } = hanging(4, 6)
    for (const name of many(8)) ask(errand, name)
    ask('question')
    await Promise.resolve()
    expect(started).toContain('question')
    expect(gate.running).toBeLessThanOrEqual(5)
  })

  it('by calls for the archive, a question and a list for one have one each, up to the ceiling', async () => {
    const { gate, started, ask } = hanging(4, 6)
    for (const name of many(8)) ask('bulk', name)
    for (const errand of ['question', 'list', 'walk', 'question'] as const) ask(errand)
    await Promise.resolve()
    expect(started.slice(4)).toEqual(['question', 'list'])
    expect(gate.running).toBe(6)
  })

  it('and the ceiling is reached, nobody has more', async () => {
    const { gate, ask } = hanging(4, 4)
    for (const name of many(8)) ask('bulk', name)
    ask('question')
    expect(gate.running).toBe(4)
  })
})

it('lists leave one place, even at the ceiling', async () => {
  const { gate, started, ask } = hanging(4, 4)
  for (const name of many(8)) ask('walk', name)
  expect(gate.running).toBe(3)
  ask('question')
  await Promise.resolve()
  expect(started).toContain('question')
  expect(gate.running).toBe(4)
})

it('one place is everybody’s', async () => {
  const { started, ask, end } = hanging(1, 1)
  ask('walk', 'first')
  ask('walk', 'second')
  ask('question')
  await Promise.resolve()
  expect(started).toEqual(['first'])
  await end('first')
  expect(started).toEqual(['first', 'second'])
  await end('second')
  expect(started).toEqual(['first', 'second', 'question'])
})

describe('an API whose lists hang', () => {
  let server: TestWorld
  let c: TestClient
  beforeAll(async () => {
    server = await startWorld(
      { ...sample, conversations: everyNth(50) },
      { concurrency: 4, maxConcurrency: 7, timeoutMs: 600_000 },
    )
    server.api.faults.always(/conversations$/, { delayMs: 600_000 })
    c = await connect(server.app)
  })
  afterAll(async () => {
    await c.close()
    await server.close()
  })

  it('tells of one call all the same', async () => {
    const [call] = server.api.world.conversations
    const controller = new AbortController()
    const lists = many(7).map(at =>
      c.client
        .callTool(
          { name: 'list_conversations', arguments: { after: `2026-11-0${1 + Number(at)}` } },
          { signal: controller.signal },
        )
        .catch(() => 'cancelled'),
    )
    await until(() => server.api.maxInFlight >= 3)
    const { text, isError } = await c.call('get_conversation', { conversation_id: call!.conversation_id })
    expect(isError, text).toBeFalsy()
    expect(text).toContain(String(call!.conversation_id))
    controller.abort()
    expect(new Set(await Promise.all(lists))).toEqual(new Set(['cancelled']))
  })
})
