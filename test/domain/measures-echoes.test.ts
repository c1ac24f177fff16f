import { expect, it } from 'vitest'
import type { Turn } from '../../src/domain/conversation.ts'
import { measuresOf } from '../../src/domain/measures.ts'
import { agent, call, user } from './measures-calls.ts'

/* Turns that a transcript holds twice are not somebody who says a thing again. */

const WORDS = 'Can you please cancel my booking now?'
const at = (timeSecs: number | null): Partial<Turn> => ({ timeSecs })
const repeated = (...drafts: Parameters<typeof call>[0]) => {
  const { repeatedUserTurns, repeatedAgentTurns } = measuresOf(call(drafts))
  return [repeatedUserTurns, repeatedAgentTurns]
}

it('the same words of one side in one second, one after the other', () => {
  expect(repeated(user(WORDS, at(5)), user(WORDS, at(5)))).toEqual([0, 0])
  expect(repeated(user(WORDS, at(5)), user(WORDS.toUpperCase().replace('?', '!'), at(5)))).toEqual([0, 0])
  expect(repeated(agent(WORDS, at(5)), agent(WORDS, at(5)), agent(WORDS, at(5)))).toEqual([0, 0])
})

it('a beginning, and the whole that follows or precedes it', () => {
  const longer = `${WORDS} I am waiting.`
  expect(repeated(user(WORDS, at(5)), user(longer, at(5)))).toEqual([0, 0])
  expect(repeated(user(longer, at(5)), user(WORDS, at(5)))).toEqual([0, 0])
})

it('but a second later, after somebody else, or at an unknown time it is said again', () => {
  expect(repeated(user(WORDS, at(5)), user(WORDS, at(6)))).toEqual([1, 0])
  expect(repeated(user(WORDS, at(5)), agent('One moment.', at(5)), user(WORDS, at(5)))).toEqual([1, 0])
  expect(repeated(user(WORDS, at(null)), user(WORDS, at(null)))).toEqual([1, 0])
})

it('an echo is left out where later turns are compared, and what it echoes is not', () => {
  expect(repeated(user(WORDS, at(5)), user(WORDS, at(5)), user(WORDS, at(30)))).toEqual([1, 0])
})
