// @module-tag more
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fault } from '../../src/demo/fault.ts'
import type { EnsureOptions, SyncRequest } from '../../src/sync/sync.ts'
import { runs } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { analysis, call, calls, DAY, finish, worldOf } from './calls.ts'
import { ALL, expectMirror, LISTS, type Rig, startRig } from './rig.ts'

/* Whatever happens, a quiet question afterwards finds everything. */

type Event = (rig: Rig) => unknown

const pick = <T>(things: readonly T[], at: number): T | undefined => things[at % Math.max(1, things.length)]

const upstream: fc.Arbitrary<[string, Event]>[] = [
  fc.tuple(fc.nat(2 * DAY), fc.constantFrom('done', 'in-progress', 'processing')).map(([ago, status]) => [
    `a call that began ${ago} s ago, ${status}`,
    ({ world, clock }) => {
      world.push(
        call({ id: `new_${world.length}_${clock.now}_${ago}`, start: clock.now - ago, status, outcome: 'unknown' }),
      )
    },
  ]),
  fc.nat(1000).map(at => [
    `the end of live call ${at}`,
    ({ world }) => {
      const live = pick(
        world.filter(body => body.status !== 'done'),
        at,
      )
      if (live) finish(live, 'unknown')
    },
  ]),
  fc.nat(1000).map(at => [
    `the end of live call ${at}, analysis to come`,
    ({ world }) => {
      const live = pick(
        world.filter(body => body.status !== 'done'),
        at,
      )
      if (live) Object.assign(finish(live), { analysis: null })
    },
  ]),
  fc.tuple(fc.nat(1000), fc.constantFrom('success', 'failure', 'unknown')).map(([at, outcome]) => [
    `late analysis of ${at}: ${outcome}`,
    ({ world }) => {
      const body = pick(
        world.filter(one => one.status === 'done' && one.analysis === null),
        at,
      )
      if (body) body.analysis = analysis(body.conversation_id, outcome)
    },
  ]),
  fc.tuple(fc.nat(1000), fc.nat(5)).map(([at, tag]) => [
    `tag ${tag} on ${at}`,
    ({ world }) => {
      const body = pick(world, at)
      if (body) body.tag_ids = [`tag_${tag}`]
    },
  ]),
  fc.nat(1000).map(at => [
    `deletion of ${at}`,
    ({ world }) => {
      world.splice(at % Math.max(1, world.length), 1)
    },
  ]),
]

const time: fc.Arbitrary<[string, Event]> = fc.constantFrom(0, 1, 30, 61, 3600, DAY + 1).map(secs => [
  `${secs} s later`,
  ({ clock }) => {
    clock.now += secs
  },
])

const kinds: Fault[] = [
  { status: 429 },
  { status: 500 },
  { damage: 'cut' },
  { damage: 'duplicates' },
  { damage: 'repeated-cursor' },
  { damage: 'null-cursor' },
  { damage: 'empty-page' },
  { status: 400 },
  { delayMs: 3 },
]
const faults: fc.Arbitrary<[string, Event]> = fc.option(fc.constantFrom(...kinds)).map(fault => [
  fault ? `half of all requests: ${JSON.stringify(fault)}` : 'no faults any more',
  ({ api }) => {
    api.faults.clear()
    if (fault) api.faults.always(/conversations/, { ...fault, probability: 0.5 })
  },
])

const requests: Record<string, SyncRequest> = {
  all: ALL,
  lists: LISTS,
  'agent a': { filter: { agent_id: 'agent_a' }, details: true },
  failures: { filter: { call_successful: 'failure' }, details: true },
  'a day': { filter: {}, window: { zone: 'UTC', afterUnix: NOW - DAY, beforeUnix: NOW }, details: true },
}
/** A refused argument is the one thing that is not reported but thrown, where it is the first page that is refused. */
const ask = (rig: Rig, name: string, options: Partial<EnsureOptions> = {}) =>
  rig.ensure(requests[name], options).catch(error => {
    if (!options.signal?.aborted) expect(error).toMatchObject({ code: 'invalid_argument' })
  })

const question = fc.constantFrom(...Object.keys(requests))

const asking: fc.Arbitrary<[string, Event]> = fc.oneof(
  question.map((name): [string, Event] => [`ask for ${name}`, rig => ask(rig, name)]),
  fc.tuple(question, question, fc.oneof(...upstream)).map(([one, other, [change, happen]]): [string, Event] => [
    `ask for ${one} and ${other} at once, and meanwhile ${change}`,
    async rig => {
      const asked = await Promise.all([ask(rig, one), ask(rig, other)])
      const before = rig.api.requests.length
      let isDone = false
      rig.onRequest(() => {
        if (isDone || rig.api.requests.length < before + 4) return
        isDone = true
        happen(rig)
      })
      return asked
    },
  ]),
  fc.tuple(question, fc.nat(20)).map(([name, after]): [string, Event] => [
    `ask for ${name} and give up after ${after} requests`,
    rig => {
      const caller = new AbortController()
      const until = rig.api.requests.length + after
      rig.onRequest(() => {
        if (rig.api.requests.length > until) caller.abort()
      })
      return ask(rig, name, { signal: caller.signal })
    },
  ]),
  question.map((name): [string, Event] => [
    `ask for ${name} and crash in the background`,
    rig => ask(rig, name, { deadlineMs: 10 }).then(() => rig.restart()),
  ]),
)

const events = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.oneof(...upstream) }, { weight: 2, arbitrary: time }, faults, {
    weight: 3,
    arbitrary: asking,
  }),
  {
    minLength: 5,
    maxLength: 25,
  },
)

const numRuns = Number(process.env.SYNC_PROPERTY_RUNS ?? runs(40))

test(
  'the archive is what the API has',
  async () => {
    await fc.assert(
      fc.asyncProperty(events, async story => {
        // Their agents are there: they bear witness where the only call of a stretch is deleted.
        const agents = ['agent_a', 'agent_b'].map(agent_id => ({ agent_id, name: agent_id }))
        const rig = await startRig({ ...worldOf(calls(110, NOW - 100, 1200)), agents })
        for (const [, happen] of story) await happen(rig)
        rig.api.faults.clear()
        rig.clock.now += DAY + 61
        expect((await rig.ensure()).partial).toBeNull()
        await expectMirror(rig)
        await rig.close()
      }),
      { numRuns },
    )
  },
  18_000 * numRuns,
)
