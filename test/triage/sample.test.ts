import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { type Sample, sample } from '../../src/triage/sample.ts'
import { filled, type Json } from '../search/filled.ts'
import { MORE } from '../support/runs.ts'
import { sample as sampleCalls } from '../support/sample.ts'

const bodies: Json[] = sampleCalls.conversations.slice(0, 120)
const over = bodies.filter(({ status }) => status === 'done' || status === 'failed')
let archive: Archive
beforeAll(async () => {
  archive = await filled(bodies)
})
afterAll(() => archive.close())

const draw = (n: number, seed = 'a', more = {}) => sample(archive, { filter: {}, n, seed, ...more })
const idsOf = ({ rows }: Sample): string[] => rows.map(({ conversationId }) => conversationId)
const outcomeOf = (body: Json): string => body.analysis?.call_successful ?? 'unknown'

describe('a sample', () => {
  test('tells the sizes of its strata', async () => {
    const { strata, calls, unfinished } = await draw(40)
    const sizes = new Map<string, number>()
    for (const body of over) {
      const key = `${body.agent_id} ${outcomeOf(body)}`
      sizes.set(key, (sizes.get(key) ?? 0) + 1)
    }
    expect(Object.fromEntries(strata.map(one => [`${one.agentId} ${one.outcome}`, one.calls]))).toEqual(
      Object.fromEntries(sizes),
    )
    expect(strata.map(one => one.calls)).toEqual(strata.map(one => one.calls).sort((a, b) => b - a))
    expect(calls).toBe(over.length)
    expect(unfinished).toBe(bodies.length - over.length)
    const names = new Map(bodies.map(body => [body.agent_id, body.agent_name]))
    for (const { agentId, agentName } of strata) expect(agentName).toBe(names.get(agentId))
  })

  test.each([0, 1, 10, 40, 100])('of %i holds each stratum in proportion', async n => {
    const { strata, calls, rows } = await draw(n)
    expect(rows).toHaveLength(n)
    for (const stratum of strata) {
      expect(Math.abs(stratum.drawn - (stratum.calls * n) / calls)).toBeLessThan(1)
      const drawn = rows.filter(({ facts }) => facts.agentId === stratum.agentId && facts.outcome === stratum.outcome)
      expect(drawn).toHaveLength(stratum.drawn)
    }
  })

  test('is the same for the same seed and calls', async () => {
    expect(await draw(30)).toEqual(await draw(30))
  })

  test('is the same whatever their order in the archive', MORE, async () => {
    const other = await filled([...bodies].reverse())
    expect(await sample(other, { filter: {}, n: 30, seed: 'a' })).toEqual(await draw(30))
    await other.close()
  })

  test('is another for another seed', async () => {
    const [one, two] = [idsOf(await draw(30, 'a')), idsOf(await draw(30, 'b'))]
    expect(one).not.toEqual(two)
    expect((await draw(30, 'b')).strata).toEqual((await draw(30, 'a')).strata)
  })

  test('gives every call its chance', MORE, async () => {
    const draws = await Promise.all(Array.from({ length: 40 }, (_, seed) => draw(30, `seed ${seed}`)))
    const seen = new Set(draws.flatMap(idsOf))
    expect(seen.size).toBeGreaterThan(over.length * 0.97)
  })

  test('holds each call once, newest first, and only selected ones', async () => {
    const { rows, calls } = await draw(25, 'a', { filter: { call_successful: 'failure' } })
    const starts = rows.map(({ facts }) => facts.startedAt)
    expect(new Set(rows.map(({ conversationId }) => conversationId)).size).toBe(25)
    expect(starts).toEqual([...starts].sort((a, b) => b - a))
    expect(rows.every(({ facts }) => facts.outcome === 'failure')).toBe(true)
    expect(calls).toBe(over.filter(body => outcomeOf(body) === 'failure').length)
  })

  test('of more than there is is all there is', async () => {
    const { rows, strata } = await draw(10_000)
    expect(rows).toHaveLength(over.length)
    expect(strata.every(({ calls, drawn }) => calls === drawn)).toBe(true)
    expect(await draw(5, 'a', { filter: { agent_id: 'agent_none' } })).toEqual({
      calls: 0,
      unfinished: 0,
      stuck: 0,
      statusUnknown: 0,
      rows: [],
      strata: [],
    })
  })
})
