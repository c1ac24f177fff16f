import { join } from 'node:path'
import { describe } from 'vitest'
import { readWorldFile } from '../src/demo/file.ts'
import type { World } from '../src/demo/world.ts'
import { questionsOfCauses } from './questions/causes.ts'
import { questionsOfChanges } from './questions/changes.ts'
import { questionsOfCourses } from './questions/courses.ts'
import { asked } from './questions/desk.ts'
import { leadQuestions } from './questions/lead.ts'
import { questionsOfLongTail } from './questions/long-tail.ts'
import { questionsOfTrends } from './questions/trends.ts'
import type { Call } from './support/questions.ts'
import { MORE } from './support/runs.ts'
import { sample } from './support/sample.ts'

/*
 * Questions of people who answer for voice agents. Each is answered in few calls and few tokens, and each figure of the
 * answer is worked out once more from the API's own JSON.
 */

type Sets = Parameters<typeof asked>[2]
const EVERY_DAY: Sets = [
  [{ asked: 3, tokens: 8000 }, leadQuestions],
  [{ asked: 2, tokens: 3000 }, questionsOfTrends],
  [{ asked: 2, tokens: 3000 }, questionsOfChanges],
]
/** They need words, facts and statements, which have tests of their own in test/explain and test/tools. */
const NOW_AND_THEN: Sets = [
  [{ asked: 2, tokens: 3000 }, questionsOfCauses],
  [{ asked: 2, tokens: 3000 }, questionsOfCourses],
  [{ asked: 2, tokens: 3000 }, questionsOfLongTail],
]

describe('of the sample calls', () => {
  const topicsOf = ({ id }: Call, { extras, topics = [] }: World): (string | null)[] => {
    const own: string[] = extras?.[id]?.topic_ids ?? []
    return own.length === 0 ? [null] : own.map(id => `${topics.find(one => one.topic_id === id)!.label} (${id})`)
  }
  const reasonOf = ({ body }: Call): (string | null)[] => [
    body.analysis?.data_collection_results?.contact_reason?.value?.replace(/\s+/g, ' ') ?? null,
  ]
  const wishes = { 'data:contact_reason': reasonOf, topic: topicsOf }
  const subject = { wishes, word: 'payment', phrase: 'money back' }
  describe('day by day', () => asked(async () => sample, subject, EVERY_DAY))
  describe('now and then', MORE, () => asked(async () => sample, subject, NOW_AND_THEN))
})

const corpus = process.env.CONVERSATIONS_CORPUS
const skipped = corpus === undefined ? ' (skipped: set CONVERSATIONS_CORPUS to a folder)' : ''
describe.skipIf(corpus === undefined)(`of the airline corpus${skipped}`, MORE, () => {
  const lastToolOf = ({ tools }: Call): (string | null)[] => [
    tools.findLast(({ name }) => name !== 'end_call')?.name ?? null,
  ]
  const read = () => readWorldFile(join(corpus!, 'airline.jsonl'))
  asked(read, { wishes: { last_tool: lastToolOf }, word: 'refund', phrase: 'the delay' }, [
    ...EVERY_DAY,
    ...NOW_AND_THEN,
  ])
})
