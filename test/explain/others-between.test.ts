// @module-tag more
import { expect, test } from 'vitest'
import type { CallFilter } from '../../src/domain/filter.ts'
import { type Explanation, explain } from '../../src/explain/index.ts'
import { archiveOf } from '../analysis/world.ts'
import { plantedWorld } from './planted.ts'
import { nameOf } from './worlds.ts'

/* Calls are read together with those that came to be known between them: these must not count. */

const { calls } = plantedWorld('others between', 2, 240)

const figures = ({ calls: sizes, facts, texts }: Explanation) => ({
  sizes,
  tested: facts!.tested,
  rows: [...facts!.rows, ...facts!.nearest].map(({ fact, q, sameCalls, goesWith, example }) => ({
    ...{ name: nameOf(fact), k: fact.k, n: fact.n, p: fact.p, q, example: example?.conversationId },
    also: [sameCalls, goesWith].map(facts => facts.map(nameOf)),
  })),
  words: texts.words.map(({ form, fact, z }) => [form, fact.k, z]),
})

const asked = async (bodies: typeof calls, filter: CallFilter) => {
  const archive = await archiveOf(bodies)
  try {
    const [first, second] = ['failure', 'success'].map(call_successful => ({ filter: { ...filter, call_successful } }))
    return figures(
      await explain(archive, { first: first!, second: second!, zone: 'UTC', rows: 10, words: 3, modes: false }),
    )
  } finally {
    await archive.close()
  }
}

const OTHERS: [howMany: string, languages: string[]][] = [
  ['most', ['fr']],
  ['few', ['en', 'de', 'es']],
  ['half', ['en']],
]
test.each(OTHERS)(
  'where %s of the calls are others, the answer is that of an archive without them',
  async (_, languages) => {
    const own = calls.filter(({ metadata }) => languages.includes(metadata.main_language))
    expect(own.length).toBeLessThan(calls.length)
    const alone = await asked(own, { main_languages: languages })
    expect(alone.rows.length).toBeGreaterThan(0)
    expect(await asked(calls, { main_languages: languages })).toEqual(alone)
  },
)
