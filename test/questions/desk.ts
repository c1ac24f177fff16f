import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json, World } from '../../src/demo/world.ts'
import { type Answer, connect, costs, type TestClient } from '../support/client.ts'
import { mean } from '../support/figures.ts'
import { type Call, callsOf } from '../support/questions.ts'
import { sample, startSample } from '../support/sample.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

/* Somebody asks about the calls of a world, by a client, in a time zone of theirs, and what that takes is counted. */

export const ZONE = 'America/New_York'

/** What the calls of a world are about. */
export interface Subject {
  /** Groups that tell what callers wanted, and what the same is of a call. */
  wishes: Record<string, (call: Call, world: World) => (string | null)[]>
  /** Callers of failed calls say it. */
  word: string
  /** Callers and agents say it. */
  phrase: string
}

export interface Desk {
  ask: (tool: string, input: Json) => Promise<Answer>
  calls: Call[]
  world: World
  subject: Subject
}

/** Tool calls and tokens that a question takes. */
interface Effort {
  asked: number
  tokens: number
}

export type Question = (words: string, answer: (desk: Desk) => Promise<void>) => void

/**
 * @param read the world that is asked about, read once
 * @param sets of questions, each with the most that one of them may take
 */
export function asked(
  read: () => Promise<World>,
  subject: Subject,
  sets: [most: Effort, questions: (question: Question) => void][],
): void {
  let world: World
  let calls: Call[]
  let server: TestWorld
  let client: TestClient
  const efforts: Effort[] = []
  let count = 0

  beforeAll(async () => {
    world = await read()
    calls = callsOf(world, ZONE)
    server = world === sample ? await startSample() : await startWorld(world, { concurrency: 8 })
    client = await connect(server.app)
    // Read once: what is asked from here on is answered from the archive.
    await client.call('analyze_conversations', { metrics: ['felt_latency'], group_by: ['topic'] })
  })
  afterAll(async () => {
    await client?.close()
    await server?.close()
  })

  for (const [most, questions] of sets)
    questions((words, answer) => {
      count += 1
      test(words, async () => {
        const effort = { asked: 0, tokens: 0 }
        const ask = async (tool: string, input: Json): Promise<Answer> => {
          const given = await client.call(tool, tool === 'describe_agent' ? input : { ...input, timezone: ZONE })
          if (given.isError) throw new Error(given.text)
          expect(given.structured.coverage?.notes?.join() ?? '').not.toContain('INCOMPLETE')
          effort.asked += 1
          effort.tokens += Math.max(...Object.values(costs(given)))
          return given
        }
        await answer({ ask, calls, world, subject })
        efforts.push(effort)
        expect(effort.asked).toBeGreaterThan(0)
        expect(effort.asked).toBeLessThanOrEqual(most.asked)
        expect(effort.tokens).toBeLessThanOrEqual(most.tokens)
      })
    })

  test('takes two calls and 1,500 tokens a question, on average', ({ skip }) => {
    if (efforts.length < count) skip('not all questions were asked')
    expect(mean(efforts.map(one => one.asked))).toBeLessThanOrEqual(2)
    expect(mean(efforts.map(one => one.tokens))).toBeLessThanOrEqual(1500)
  })
}
