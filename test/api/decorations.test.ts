import { expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { MOST_CHARACTERS, MOST_MEMBERS } from '../../src/api/tolerant.ts'
import { firstOf } from '../support/runs.ts'

/* What only decorates a call is read so far; what was said is read to its end. */

const LONG = 'x'.repeat(MOST_CHARACTERS + 1)
const map = <T>(size: number, make: (id: string) => T) =>
  Object.fromEntries(Array.from({ length: size }, (_, at) => [`f${at}`, make(`f${at}`)]))

const read = (size: number) =>
  toConversation(
    {
      conversation_id: 'c',
      agent_id: 'a',
      status: 'done',
      metadata: { start_time_unix_secs: 1_790_000_000, termination_reason: LONG },
      analysis: {
        transcript_summary: LONG,
        evaluation_criteria_results: map(size, id => ({ criteria_id: id, result: 'success', rationale: LONG })),
        data_collection_results: map(size, id => ({ data_collection_id: id, value: 1 })),
      },
      tag_ids: Array.from({ length: size }, (_, at) => `t${at}`),
      conversation_initiation_client_data: { dynamic_variables: map(size, id => id) },
      transcript: [{ role: 'user', message: LONG }],
    },
    'c',
  )

for (const [when, sizes] of firstOf([MOST_MEMBERS + 1, MOST_MEMBERS]))
  test.each(sizes)(`of %i criteria, values, tags and variables ${MOST_MEMBERS} are read, the first`, when, size => {
    const call = read(size)
    const ids = Array.from({ length: MOST_MEMBERS }, (_, at) => `f${at}`)
    expect(call.criteria.map(({ id }) => id)).toEqual(ids)
    expect(call.collected.map(({ id }) => id)).toEqual(ids)
    expect(call.tagIds).toHaveLength(MOST_MEMBERS)
    expect(Object.keys(call.variables)).toEqual(ids)
  })

test('of their texts the beginning, of a turn all', () => {
  const call = read(1)
  expect(call.summary).toBe(LONG.slice(1))
  expect(call.criteria[0]!.rationale).toBe(LONG.slice(1))
  expect(call.turns[0]!.message).toBe(LONG)
})
