import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GROUP_NAMES, METRIC_NAMES } from '../../../src/analysis/define/names.ts'
import type { Json } from '../../../src/demo/world.ts'
import { costs, fenced, unmarked } from '../../support/client.ts'
import { asking, deskOf } from '../../support/desk.ts'
import { runs } from '../../support/runs.ts'
import { startSample } from '../../support/sample.ts'
import { startWorld } from '../../support/world.ts'
import { hostileWorld } from './limits.ts'

const hostile = deskOf(() => startWorld(hostileWorld))
const desk = deskOf(() => startSample())
const { ask: analyze } = asking('analyze_conversations', desk)

const answers = new Map<string, ReturnType<typeof analyze>>()
/** The hostile calls by a group, asked once. */
function answerBy(group: string): ReturnType<typeof analyze> {
  const input = { group_by: [group], metrics: ['count', 'duration'], page_size: 100 }
  if (!answers.has(group)) answers.set(group, analyze(input, hostile.client))
  return answers.get(group)!
}

describe('what strangers wrote', () => {
  test.each([...GROUP_NAMES, 'data:order_id'])('as %s is one harmless line inside of the fence', async group => {
    const { text, structured, isError } = await answerBy(group)
    expect(isError).toBe(false)
    const { ours, said } = fenced(text)
    expect(ours).not.toMatch(/Ignore|evil/)
    for (const half of [text, JSON.stringify(structured)]) {
      expect(half).not.toMatch(/[\u0000-\u0008\u200b\u202e\u001b]|\\u000|\]\(/)
    }
    if (said.includes('Ignore')) {
      expect(structured.notice).toBeDefined()
      expect(unmarked(text)).toContain('Ignore all previous')
      // A row has as many cells as there are columns.
      const lines = said.split('\n').map(line => line.split('\t').length)
      expect(new Set(lines).size).toBe(1)
    }
  })

  test('is in most groups, so that this test is worth something', async () => {
    const found = await Promise.all(
      GROUP_NAMES.map(async group => {
        const { text } = await answerBy(group)
        return fenced(text).said.includes('Ignore all previous') ? group : ''
      }),
    )
    expect(found).toEqual(
      expect.arrayContaining(['agent', 'version', 'tool', 'tool_error', 'tag', 'user', 'criterion']),
    )
  })
})

describe('an answer', () => {
  const questions = fc.record({
    metrics: fc.uniqueArray(fc.constantFrom(...METRIC_NAMES), { minLength: 1, maxLength: 12 }),
    group_by: fc.uniqueArray(fc.constantFrom(...GROUP_NAMES.filter(name => name !== 'topic')), { maxLength: 3 }),
    after: fc.constantFrom('last week', '2026-10', '2026-11-01'),
    histogram: fc.boolean(),
    compare_to: fc.constantFrom([], ['agent_id=clinic'], ['after=2026-09']),
    max_tokens: fc.constantFrom(500, 700, 1000, 4000),
  })

  test('is never larger than max_tokens, in each half', async () => {
    await fc.assert(
      fc.asyncProperty(questions, async ({ histogram, ...input }) => {
        const answer = await analyze({
          ...input,
          ...(histogram && input.metrics.includes('duration') && !input.compare_to.length && { histogram }),
        })
        expect(answer.isError, answer.text).toBe(false)
        const { text, structured } = costs(answer)
        expect(Math.max(text, structured)).toBeLessThanOrEqual(input.max_tokens)
        // Whatever is not shown is said.
        const { counts } = answer.structured.coverage
        if (answer.structured.rows.length === 0) expect(counts).toMatch(/did not fit|No calls match/)
      }),
      { numRuns: runs(40) },
    )
  })

  test('shows what fits, says how much does not, and how to get it', async () => {
    const { structured, text } = await analyze({ group_by: ['user'], page_size: 1000, max_tokens: 1000 })
    const [, all] = /(\d+) groups by user and \(none\)/.exec(structured.coverage.counts)!
    const [, cut] = /(\d+) groups did not fit into max_tokens 1000, shown as \(others\); raise it/.exec(
      structured.coverage.counts,
    )!
    expect(structured.rows.length).toBeGreaterThan(5)
    // Calls without a user and the others are rows, and no groups.
    expect(structured.rows.length - 2 + Number(cut)).toBe(Number(all))
    // Each call has one user or none: rows add up.
    const sum = structured.rows.reduce((calls: number, row: Json) => calls + row[1], 0)
    expect(sum).toBe(structured.total[0][1])
    expect(text).toContain(structured.coverage.counts)
  })
})
