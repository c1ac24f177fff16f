import { describe, expect, test } from 'vitest'
import { measuresOf } from '../../src/domain/measures.ts'
import { agent, call, use, user } from './measures-calls.ts'

type Drafts = Parameters<typeof call>[0]
const courseOf = (drafts: Drafts) => measuresOf(call(drafts))
const rag = (chunks: number) => ({ rag: { query: 'q', documentIds: [], chunks, latencySecs: null } })

describe('an agent cuts in', () => {
  const cut = (text: string) => agent(text, { interrupted: true, planned: 'Let me look that up for you.' })

  test('where the caller, who had spoken before, stops it within three words to speak on', () => {
    expect(courseOf([user('My order number'), cut('Let me look'), user('is 4711.')]).cutIns).toBe(1)
    expect(courseOf([user('It is'), cut(''), user('4711'), cut('Thanks'), user('no, 4712.')]).cutIns).toBe(2)
  })

  test.each<[string, Drafts]>([
    ['it had said more', [user('My order'), cut('Let me look that'), user('is 4711.')]],
    ['nobody stopped it', [user('My order'), agent('Yes?'), user('is 4711.')]],
    ['it had spoken itself before', [user('My order'), agent('Yes?'), cut('Let me'), user('is 4711.')]],
    ['the caller said nothing more', [user('My order'), cut('Let me')]],
  ])('but not where %s', (_, drafts) => {
    expect(courseOf(drafts).cutIns).toBe(0)
  })
})

test('what comes before the first tool, other than the one that ends the call', () => {
  const drafts = [agent('Hello.'), user('Hi.'), agent('Yes?'), user('My order.'), ...use('lookup', {}), user('Thanks.')]
  expect(courseOf(drafts)).toMatchObject({ turnsBeforeTool: 4, callerTurnsBeforeTool: 2, secsToTool: 4 })
  const none = { turnsBeforeTool: null, callerTurnsBeforeTool: null, secsToTool: null }
  expect(courseOf([user('Bye.'), ...use('end_call', {})])).toMatchObject(none)
  expect(courseOf([...use('lookup', {}), user('Hi.')])).toMatchObject({ turnsBeforeTool: 0, secsToTool: 0 })
})

test('the longest turn, and searches of the knowledge base', () => {
  const drafts = [agent('One two three.'), user('One two three four.'), agent('Five.', rag(2)), agent('Six.', rag(0))]
  expect(courseOf(drafts)).toMatchObject({ longestTurnWords: 4, retrievals: 2, retrievalHits: 1 })
  expect(courseOf([])).toMatchObject({ longestTurnWords: null, retrievals: 0, retrievalHits: 0 })
})
