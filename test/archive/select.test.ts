import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { listQuery } from '../../src/api/query.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { render, sql } from '../../src/archive/engine/sql.ts'
import { CONDITIONS } from '../../src/archive/select/conditions.ts'
import { candidatesOf, membershipsOf, needsDetail, whereOf } from '../../src/archive/select/select.ts'
import { SQLITE } from '../../src/archive/sqlite/dialect.ts'
import { startOf } from '../../src/demo/facts.ts'
import { readWorldFile } from '../../src/demo/file.ts'
import { LIST_FILTERS, paramsOf, selectCalls } from '../../src/demo/list-filter.ts'
import { parseParams } from '../../src/demo/params.ts'
import type { Json, WorkspaceExtras, World } from '../../src/demo/world.ts'
import type { ConversationFilter } from '../../src/domain/filter.ts'
import { insideWindow, type TimeWindow, toApiBounds } from '../../src/domain/time.ts'
import { UserInputError } from '../../src/errors.ts'
import { databaseOf } from '../support/database.ts'
import { ALL_RUNS, MORE, runs } from '../support/runs.ts'
import { everyNth, sample } from '../support/sample.ts'
import { smallWorld, smallWorldExtras } from '../support/small-world.ts'
import { filters } from './filters.ts'
import { listItems, mirror, newPath, selectedIds, summariesOf } from './mirror.ts'

const PARAMS = paramsOf(LIST_FILTERS)
/** What the embedded API selects, by the query that our client would send. */
function asked(world: World, extras: WorkspaceExtras, filter: ConversationFilter, inclusiveBounds = true): Json[] {
  const values = parseParams(listQuery(filter), PARAMS)
  return selectCalls(world.conversations, LIST_FILTERS, values, { extras, inclusiveBounds })
}

const idsOf = (calls: Json[]): string[] => calls.map(call => call.conversation_id).sort()

function without(ids: string[], others: string[]): string[] {
  const known = new Set(others)
  return ids.filter(id => !known.has(id))
}

const some: World = ALL_RUNS ? sample : { ...sample, conversations: everyNth(5) }
const corpus = process.env.CONVERSATIONS_CORPUS
const worlds = [
  { name: 'small world', when: {}, load: async () => smallWorld(), extras: smallWorldExtras(), tries: 600, thin: 1 },
  { name: 'sample world', when: MORE, load: async () => some, extras: {}, tries: 100, thin: 5 },
  ...(corpus
    ? [
        {
          name: 'corpus',
          when: MORE,
          load: () => readWorldFile(join(corpus, 'airline.jsonl')),
          extras: {},
          tries: 50,
          thin: 5,
        },
      ]
    : []),
]

test('the embedded API takes every filter', () => {
  // Those that it does not have are compared in `own-filters.test.ts`.
  const own = ['environment', 'status', 'caller', 'interrupted', 'tool_failed', 'said', 'version_ids']
  const unknown = Object.keys(CONDITIONS).filter(name => !own.includes(name) && !Object.hasOwn(LIST_FILTERS, name))
  expect(unknown, 'Add these to LIST_FILTERS in src/demo/list-filter.ts.').toEqual([])
})

for (const { name, when, load, extras, tries, thin } of worlds)
  describe(name, when, () => {
    let world: World
    let archive: Archive
    beforeAll(async () => {
      world = await load()
      archive = await mirror(world, extras)
      return () => archive.close()
    })

    test('every filter selects what the API selects', async () => {
      const { single } = filters(world, extras)
      for (const filter of single) {
        const ids = await selectedIds(archive, whereOf(filter))
        expect({ filter, ids }).toEqual({ filter, ids: idsOf(asked(world, extras, filter)) })
      }
      const names = Object.keys(PARAMS).filter(name => name !== 'search' && !name.startsWith('call_start_'))
      expect(
        [...new Set(single.flatMap(Object.keys))].sort(),
        'The filters of src/demo/list-filter.ts (right) and those of test/archive/filters.ts (left) must be the same.',
      ).toEqual(names.sort())
    })

    test('so do several at once', async () => {
      const { mixed } = filters(world, extras)
      await fc.assert(
        fc.asyncProperty(mixed, async filter => {
          expect(await selectedIds(archive, whereOf(filter))).toEqual(idsOf(asked(world, extras, filter)))
        }),
        { numRuns: runs(tries) },
      )
    })

    test('a window selects the same, whether the bounds of the API are inclusive or not', async () => {
      const starts = fc.constantFrom(...world.conversations.map(startOf))
      const edge = fc.tuple(starts, fc.constantFrom(-1, 0, 1)).map(([start, off]) => Math.max(1, start + off))
      const windows = fc.record({ afterUnix: edge, beforeUnix: edge }, { requiredKeys: [] })
      await fc.assert(
        fc.asyncProperty(windows, filters(world, extras).mixed, fc.boolean(), async (bounds, mixed, isInclusive) => {
          const window: TimeWindow = { zone: 'UTC', ...bounds }
          const sent = asked(world, extras, { ...mixed, ...toApiBounds(window) }, isInclusive)
          const inside = sent.filter(call => insideWindow(window, startOf(call)))
          expect(await selectedIds(archive, whereOf(mixed, window))).toEqual(idsOf(inside))
        }),
        { numRuns: runs(tries) },
      )
    })

    test('what lists tell needs no detail; what they do not tell is among the candidates', async () => {
      const listed = await openArchive(newPath())
      const summaries = summariesOf(await listItems(world, {}))
      await listed.upsertSummaries(summaries, 1000)
      // Comparisons have many operands, which makes no difference here.
      const few = filters(world, extras).single.filter((_, index) => index % thin === 0)
      for (const filter of few) {
        if (membershipsOf(filter).length > 0) continue
        const ids = idsOf(asked(world, extras, filter))
        const selected = await selectedIds(listed, whereOf(filter))
        if (needsDetail(filter)) expect({ filter, wrong: without(selected, ids) }).toEqual({ filter, wrong: [] })
        else expect({ filter, selected }).toEqual({ filter, selected: ids })
        const missing = without(ids, await selectedIds(listed, candidatesOf(filter)))
        expect({ filter, missing }).toEqual({ filter, missing: [] })
      }
      await listed.close()
    })
  })

describe('conditions', () => {
  let archive: Archive
  beforeAll(async () => {
    archive = await mirror(smallWorld(), smallWorldExtras())
    return () => archive.close()
  })
  const select = (filter: ConversationFilter) => selectedIds(archive, whereOf(filter))

  test('hold values, never syntax', async () => {
    const hostile = [
      "' OR 1=1 --",
      '"; DROP TABLE conversations; --',
      ') OR (1=1',
      '?',
      '%',
      '_',
      '*',
      'a\0b',
      '\ud800',
      '[1]',
      'null',
    ]
    const statements = new Set<string>()
    for (const value of hostile) {
      const texts = Object.fromEntries(
        TEXT_EXAMPLES.map(([name, example]) => [name, Array.isArray(example) ? [value] : value]),
      ) as ConversationFilter
      const compared = [`${value.replaceAll(':', '')}:eq:${value}`]
      const filter = {
        ...texts,
        data_collection_params: compared,
        dynamic_variable_params: compared,
        evaluation_params: [`${value}:success`],
      }
      statements.add(render(whereOf(filter), SQLITE).text)
      expect(await select(filter)).toEqual([])
      for (const [name, one] of Object.entries(filter))
        expect({ name, ids: await select({ [name]: one }) }).toEqual({ name, ids: [] })
    }
    expect(statements.size).toBe(1)
    expect(await archive.integrity()).toEqual([])
  })

  test('keep the text of a statement the same, however long a list is', () => {
    const textOf = (filter: ConversationFilter): string => render(whereOf(filter), SQLITE).text
    expect(textOf({ tag_ids: ['a'] })).toBe(textOf({ tag_ids: ['a', 'b', 'c'] }))
    expect(textOf({ text_only: true, agent_id: 'a' })).toBe(textOf({ agent_id: 'b', text_only: false }))
    expect(whereOf({ tag_ids: [] })).toEqual(whereOf({}))
  })

  test('refuse what they cannot read', () => {
    const wrong: ConversationFilter[] = [
      { evaluation_params: ['solved'] },
      { data_collection_params: ['amount:near:4'] },
      { data_collection_params: ['amount:gt:much'] },
      { data_collection_params: ['amount:toString:1'] },
      { dynamic_variable_params: ['plan'] },
      { dynamic_variable_params: ['plan:eq'] },
      { colour: 'red' } as ConversationFilter,
      { constructor: 'x' } as unknown as ConversationFilter,
    ]
    for (const filter of wrong) expect(() => whereOf(filter)).toThrow(UserInputError)
  })

  test('on variables that are not kept ask what walks have shown', async () => {
    const filter: ConversationFilter = { dynamic_variable_params: ['system__caller_id:eq:+1555'] }
    expect(needsDetail(filter)).toBe(false)
    expect(membershipsOf(filter)).toEqual([{ filter: 'dynamic_variable_params', value: 'system__caller_id:eq:+1555' }])
    expect(await select(filter)).toEqual([])
    await archive.upsertSummaries([(await archive.summary('conv_refund'))!], 2000, membershipsOf(filter)[0])
    expect(await select(filter)).toEqual(['conv_refund'])
    expect(membershipsOf({ dynamic_variable_params: ['plan:eq:gold'], topic_ids: ['a', 'b'] })).toEqual([
      { filter: 'topic_ids', value: 'a' },
      { filter: 'topic_ids', value: 'b' },
    ])
  })

  test('use the indexes of time and agent', () => {
    const plan = (filter: ConversationFilter, window?: TimeWindow): string => {
      const steps = databaseOf(archive).all(
        sql`EXPLAIN QUERY PLAN SELECT id FROM conversations c WHERE ${whereOf(filter, window)}`,
      )
      return steps.map(({ detail }) => detail).join('; ')
    }
    const window = { afterUnix: 1, beforeUnix: 2, zone: 'UTC' }
    expect(plan({}, window)).toContain('conversations_by_start')
    expect(plan({ agent_id: 'a' }, window)).toContain('conversations_by_agent')
    expect(plan({ user_id: 'a' })).toContain('conversations_by_user')
  })
})

/** A text that no call has selects all calls, or is refused. */
const OTHER_TEXTS = ['exclude_statuses', 'evaluation_params', 'data_collection_params', 'dynamic_variable_params']
/** A filter for each name that takes texts. */
const TEXT_EXAMPLES = filters(smallWorld(), smallWorldExtras())
  .single.flatMap(filter => Object.entries(filter))
  .filter(([name, value]) => typeof [value].flat()[0] === 'string' && !OTHER_TEXTS.includes(name))
