import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { castChapter } from '../../src/demo/data/casting.ts'
import { PLAN } from '../../src/demo/data/plan.ts'
import { specialCalls } from '../../src/demo/data/special.ts'
import { explain } from '../../src/explain/index.ts'
import type { Modes } from '../../src/explain/modes/modes.ts'
import { archiveOf } from '../analysis/world.ts'
import { MORE } from '../support/runs.ts'
import { sampleArchive } from '../support/sample.ts'
import { NOW } from '../support/world.ts'
import { byOutcome } from './worlds.ts'

/* Modes of failure of the sample calls, beside the stories that the calls were made of. */

let archive: Archive
beforeAll(async () => {
  archive = await sampleArchive()
})
afterAll(() => archive.close())

const DAY = 86_400
const midnight = NOW - (NOW % DAY)

async function modesOf(more: Partial<Parameters<typeof explain>[1]> = {}): Promise<Modes> {
  const { texts } = await explain(archive, { ...byOutcome, zone: 'UTC', rows: 0, words: 0, modes: true, ...more })
  return texts.modes!
}

/** What each call is about, as its maker knows it: the scene that it plays. */
const scenes = new Map(
  [...PLAN.flatMap(chapter => castChapter(chapter, NOW)), ...specialCalls(NOW)].map(({ id, scene }) => [id, scene]),
)

describe('of the sample calls', () => {
  test('modes are of one story each: purity 0.85 at least, and hardly a call is in none', async () => {
    const { modes, read, others } = await modesOf()
    const most = modes.map(({ calls }) => {
      const counts = new Map<string, number>()
      for (const id of calls) counts.set(scenes.get(id)!, (counts.get(scenes.get(id)!) ?? 0) + 1)
      return Math.max(...counts.values())
    })
    const inModes = modes.reduce((sum, { calls }) => sum + calls.length, 0)
    const purity = most.reduce((sum, count) => sum + count, 0) / inModes
    expect(purity).toBeGreaterThanOrEqual(0.85)
    expect(inModes + others).toBe(read)
    expect(others / read).toBeLessThan(0.15)
    // No call is in two of them.
    expect(new Set(modes.flatMap(({ calls }) => calls)).size).toBe(inModes)
    // The stories that were planted are the largest, each with words of its own.
    const about = modes.slice(0, 3).map(({ calls }) => scenes.get(calls[0]!))
    expect(about).toEqual(['why it went up', 'lookup down', 'Abschlag gestiegen'])
    expect(modes[0]!.words).toContain('payment')
    expect(modes[1]!.words).toContain('lookup')
  })

  test('are the same in every run', MORE, async () => {
    expect(await modesOf()).toEqual(await modesOf())
  })

  test('the broken order system is a mode of the last nine days that the period before hardly has', async () => {
    const since = (from: number, to: number) => ({
      zone: 'UTC',
      afterUnix: midnight - from * DAY,
      beforeUnix: midnight - to * DAY,
    })
    const first = { filter: { call_successful: 'failure' }, window: { zone: 'UTC', afterUnix: midnight - 9 * DAY } }
    const before = { filter: { call_successful: 'failure' }, window: since(18, 9) }
    const { modes } = await modesOf({ first, second: { ...first, filter: { call_successful: 'success' } }, before })
    const broken = modes.find(({ calls }) => scenes.get(calls[0]!) === 'lookup down')!
    expect(broken.before!.k / broken.before!.n).toBeLessThan(broken.share / 3)
  })
})

/** Failed calls with these summaries, against a successful one. */
async function modesOfSummaries(summaries: readonly string[]): Promise<Modes> {
  const own = await archiveOf(
    ['Paid.', ...summaries].map((summary, at) => ({
      ...{ conversation_id: `conv_${at}`, agent_id: 'agent_a', status: 'done', transcript: [] },
      metadata: { start_time_unix_secs: 1_790_856_000 + at, call_duration_secs: 60 },
      analysis: { call_successful: at === 0 ? 'success' : 'failure', transcript_summary: summary },
    })),
  )
  try {
    const { texts } = await explain(own, { ...byOutcome, zone: 'UTC', rows: 0, words: 0, modes: true })
    return texts.modes!
  } finally {
    await own.close()
  }
}

const THINGS = ['lamp', 'towel', 'tent', 'sofa', 'shoe', 'shelf', 'rug', 'plate', 'phone', 'pen', 'pan', 'mug']

describe('where all calls fail alike', () => {
  test.each([
    ['to the letter', ''],
    ['but for a word', ' by $'],
  ])('%s, they are one mode, with its words', async (_, more) => {
    const { modes, others } = await modesOfSummaries(
      THINGS.map(thing => `Card gateway timeout${more.replace('$', thing)}`),
    )
    expect(modes.map(({ calls, share }) => [calls.length, share])).toEqual([[THINGS.length, 1]])
    expect(others).toBe(0)
    expect(modes[0]!.words).toEqual(expect.arrayContaining(['card', 'gateway', 'timeout']))
  })
})

test('calls of which each fails in its own way are in no mode', async () => {
  const { modes, others } = await modesOfSummaries(THINGS.map((thing, at) => `${thing} ${THINGS.at(at - 1)}s`))
  expect([modes, others]).toEqual([[], THINGS.length])
})
