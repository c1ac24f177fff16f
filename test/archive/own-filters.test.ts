import { beforeAll, describe, expect, test } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { candidatesOf, needsDetail, whereOf } from '../../src/archive/select/select.ts'
import type { CallFilter } from '../../src/domain/filter.ts'
import { type Fact, factsOf } from '../analysis/facts.ts'
import { archiveOf, ask, listed, listOf } from '../analysis/world.ts'
import { type Doc, docsOf, naiveSearch, quoted, said } from '../search/naive.ts'
import { everyNth } from '../support/sample.ts'
import { selectedIds } from './mirror.ts'

/* The filters that the API does not have, compared with plain loops over the JSON. */

const bodies = everyNth(5)
let archive: Archive
let facts: Fact[]
let docs: Doc[]
beforeAll(async () => {
  archive = await archiveOf(bodies)
  facts = factsOf(bodies)
  docs = docsOf(bodies)
  return () => archive.close()
})

const selected = (filter: CallFilter) => selectedIds(archive, whereOf(filter))
const all = () => bodies.map(body => body.conversation_id as string).sort()
const where = (test: (fact: Fact) => boolean) =>
  facts
    .filter(test)
    .map(({ body }) => body.conversation_id as string)
    .sort()

/** Calls with a turn that has all of these, and none of those. */
const inTurns = (wanted: Parameters<typeof naiveSearch>[1]) =>
  [...naiveSearch(docs, wanted)].flatMap(([id, turns]) => (turns.some(turn => turn >= 0) ? [id] : [])).sort()
const without = (ids: string[]) => all().filter(id => !ids.includes(id))

describe('a filter by', () => {
  test.each([
    ['status', { status: 'failed' }, ({ body }: Fact) => body.status === 'failed'],
    ['status', { status: 'in-progress' }, ({ body }: Fact) => body.status === 'in-progress'],
    ['interruption', { interrupted: true }, ({ agents }: Fact) => agents.some(turn => turn.interrupted)],
    ['no interruption', { interrupted: false }, ({ agents }: Fact) => !agents.some(turn => turn.interrupted)],
    ['failed tools', { tool_failed: true }, ({ tools }: Fact) => tools.some(tool => tool.failed)],
    ['no failed tools', { tool_failed: false }, ({ tools }: Fact) => !tools.some(tool => tool.failed)],
  ] as const)('%s selects what loops select: %j', async (_, filter, test) => {
    const expected = where(test)
    expect(expected.length > 0 && expected.length < bodies.length).toBe(true)
    expect(await selected(filter)).toEqual(expected)
  })

  test('the caller selects calls of a user or a number, in any spelling', async () => {
    const users = facts.flatMap(({ body }) => body.user_id ?? [])
    const numbers = facts.flatMap(({ body }) => (body.user_id ? [] : (body.metadata.phone_call?.external_number ?? [])))
    const [user, number] = [users[0]!, numbers.find(one => /^\+\d+$/.test(one))!]
    const digits = (text = ''): string => text.replace(/\D/g, '')
    const callsOf = where(
      ({ body }) => !body.user_id && digits(body.metadata.phone_call?.external_number) === digits(number),
    )
    expect(callsOf.length).toBeGreaterThan(0)
    for (const written of [number, number.replace('+', '00'), number.replace(/(\d{3})(\d+)$/, ' $1-$2')])
      expect([written, await selected({ caller: written })]).toEqual([written, callsOf])
    expect(await selected({ caller: user })).toEqual(where(({ body }) => body.user_id === user))
    expect(await selected({ caller: 'nobody' })).toEqual([])
  })

  test('words selects the calls with such a turn, whoever said it', async () => {
    const cases: [written: string, ids: string[]][] = [
      ['invoice', inTurns({ all: [said('invoice')] })],
      ['user:invoice', inTurns({ all: [said('invoice')], role: 'user' })],
      ['Agent: "customer number"', inTurns({ all: [said('customer number')], role: 'agent' })],
      ['tool:order', inTurns({ all: [said('order')], role: 'tool' })],
      ['agent:order number', inTurns({ all: [said('order'), said('number')], role: 'agent' })],
      ['order -late', inTurns({ all: [said('order')], none: [said('late')] })],
      ['=orders', inTurns({ all: [quoted('orders')] })],
      ['caller:order', inTurns({ all: [said('order')], role: 'user' })],
      ['user:-order', without(inTurns({ all: [said('order')], role: 'user' }))],
      [
        '-order -invoice',
        without(inTurns({ all: [said('order')] })).filter(id => !inTurns({ all: [said('invoice')] }).includes(id)),
      ],
    ]
    const found = await Promise.all(cases.map(async ([written]) => [written, await selected({ said: [written] })]))
    expect(found).toEqual(cases)
    expect(cases.filter(([, ids]) => ids.length === 0 || ids.length === bodies.length)).toEqual([])
  })

  test('several words takes all of them', async () => {
    const [agent, user] = [await selected({ said: ['agent:order'] }), await selected({ said: ['user:-order'] })]
    const both = agent.filter(id => user.includes(id))
    expect(both.length).toBeGreaterThan(0)
    expect(await selected({ said: ['agent:order', 'user:-order'] })).toEqual(both)
  })

  test('words refuses what holds none', () => {
    for (const written of ['', '...', 'user:', 'agent: -'])
      expect(() => whereOf({ said: [written] }), written).toThrow('no search term')
  })

  test('one speaker for all words, named once or again: another one is no word', async () => {
    const once = await selected({ said: ['agent:order OR invoice'] })
    expect(once.length).toBeGreaterThan((await selected({ said: ['agent:order'] })).length)
    expect(await selected({ said: ['agent:order OR Agent:invoice'] })).toEqual(once)
    expect(await selected({ said: ['agent:order -agent:invoice'] })).toEqual(
      await selected({ said: ['agent:order -invoice'] }),
    )
    for (const written of ['agent:order OR user:order', 'order OR user:order', 'agent:order -tool:order'])
      expect(() => whereOf({ said: [written] }), written).toThrow('who says it stands in front of all the words')
    expect(() => whereOf({ said: ['"the agent:order"'] })).not.toThrow()
  })
})

test('calls whose transcript was not read are candidates, and not selected', async () => {
  const list = await listOf([listed({ id: 'conv_unread' })])
  for (const filter of [{ said: ['order'] }, { said: ['-order'] }, { interrupted: false }, { tool_failed: false }]) {
    expect(needsDetail(filter)).toBe(true)
    expect(await selectedIds(list, whereOf(filter))).toEqual([])
    expect(await selectedIds(list, candidatesOf(filter))).toEqual(['conv_unread'])
  }
  expect(needsDetail({ status: 'done' })).toBe(false)
  expect(await selectedIds(list, whereOf({ status: 'done' }))).toEqual(['conv_unread'])
  await list.close()
})

test('a group by words parts the calls as the filter does', async () => {
  const { table } = await ask(archive, { groupBy: ['said:agent:order', 'said:user:-order'] })
  const [agent, never] = [await selected({ said: ['agent:order'] }), await selected({ said: ['user:-order'] })]
  const expected = [true, false].flatMap(one =>
    [true, false].map(other => {
      const ids = all().filter(id => agent.includes(id) === one && never.includes(id) === other)
      return [one, other, ids.length]
    }),
  )
  expect(table.rows.sort()).toEqual(expected.filter(([, , calls]) => calls !== 0).sort())
})
