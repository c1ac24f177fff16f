import type { Archive } from '../../src/archive/archive.ts'
import { explain } from '../../src/explain/index.ts'
import { plainFacts } from './plain-explain.ts'
import type { Question } from './question.ts'

/** Why calls fail: facts, words and modes of all calls. */
export const WHY: Question = {
  name: 'why calls fail: facts, words and modes',
  maxMs: 2500,
  async ours(archive: Archive) {
    const [first, second] = ['failure', 'success'].map(call_successful => ({ filter: { call_successful } }))
    const { calls } = await explain(archive, {
      ...{ first: first!, second: second!, zone: 'America/New_York', rows: 8, words: 4, modes: true },
    })
    return calls
  },
  plain: plainFacts,
}
