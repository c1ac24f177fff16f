import { describe, expect, it } from 'vitest'
import type { ToolCall, ToolResult, Turn } from '../../src/domain/conversation.ts'
import { measuresOf, toolMeasuresOf } from '../../src/domain/measures.ts'
import { didRun, pairTools } from '../../src/domain/tool-uses.ts'
import { agent, call, resultOf, user } from './measures-calls.ts'

const asks = (requestId: string, name = 'lookup', more: Partial<ToolCall> = {}) =>
  agent('', { toolCalls: [{ requestId, name, type: 'webhook', argumentsText: '{}', executed: true, ...more }] })
const answers = (requestId: string, resultText = 'ok', more: Partial<ToolResult> = {}) =>
  agent('', { toolResults: [resultOf(requestId, 'lookup', { resultText, ...more })] })

const turnsOf = (...drafts: Partial<Turn>[]): Turn[] => call(drafts).turns

/** `2>3,4`: the call of turn 2 has the results of turns 3 and 4; `->1`: a result without a call. */
const pairs = (...drafts: Partial<Turn>[]): string[] =>
  pairTools(turnsOf(...drafts)).map(
    ({ turn, call, results }) => `${call ? turn.index : '-'}>${results.map(result => result.turn.index)}`,
  )

describe('results belong to the call of their id', () => {
  it.each([
    ['as they come', [asks('a'), answers('a')], ['0>1']],
    ['before the call', [answers('a'), user('Hm.'), asks('a')], ['2>0']],
    ['several of one call', [asks('a'), answers('a'), user('Hm.'), answers('a'), answers('a')], ['0>1,3,4']],
    ['before and after', [answers('a'), asks('a'), answers('a')], ['1>0,2']],
    ['without a call', [answers('a'), asks('b')], ['->0', '1>']],
    ['several without a call', [answers('a'), answers('a'), answers('b')], ['->0,1', '->2']],
    ['an id that comes again', [asks('a'), answers('a'), asks('a'), answers('a')], ['0>1', '2>3']],
    ['two calls, then two results', [asks('a'), asks('a'), answers('a'), answers('a')], ['0>2', '1>3']],
    ['one id of two tools', [asks('a'), asks('a', 'other'), answers('a')], ['0>2', '1>']],
    ['a result by another name', [asks('a', 'other'), answers('a')], ['0>1']],
    ['a result without id', [asks('a'), answers('')], ['0>1']],
    ['a call without id', [asks(''), answers('a')], ['0>1']],
    ['neither has an id', [asks(''), answers(''), asks(''), answers(''), answers('')], ['0>1', '2>3', '->4']],
  ])('%s', (_, drafts, expected) => {
    expect(pairs(...drafts)).toEqual(expected)
  })

  it('in time that grows with their number only', () => {
    let reads = 0
    const counting = <T extends object>(thing: T): T =>
      new Proxy(thing, {
        get(target, name) {
          if (name === 'requestId') reads++
          return Reflect.get(target, name)
        },
      })
    const readsOf = (count: number): number => {
      reads = 0
      const turns = turnsOf(
        ...Array.from({ length: count }, () => asks('same')),
        ...Array.from({ length: count }, () => answers('same')),
      )
      for (const turn of turns) {
        turn.toolCalls = turn.toolCalls.map(counting)
        turn.toolResults = turn.toolResults.map(counting)
      }
      expect(pairTools(turns).every(({ results }) => results.length === 1)).toBe(true)
      return reads
    }
    expect(readsOf(2000)).toBeLessThanOrEqual(2 * readsOf(1000))
  })
})

describe('a tool ran', () => {
  const ran = (...drafts: Partial<Turn>[]): boolean[] => pairTools(turnsOf(...drafts)).map(didRun)
  const never = { executed: false }
  const silent = { executed: null }

  it.each([
    ['the call says so', [asks('a')], true],
    ['the call says so, the result denies it', [asks('a'), answers('a', '', never)], true],
    ['the result says so', [asks('a', 'lookup', never), answers('a', '', { executed: true })], true],
    ['there is a result that does not deny it', [asks('a', 'lookup', never), answers('a')], true],
    ['one of the results says so', [asks('a', 'lookup', never), answers('a', '', never), answers('a')], true],
    ['its type does', [asks('a', 'lookup', never), answers('a', '', { ...never, resultType: 'x_success' })], true],
    ['only a result is there', [answers('a')], true],
    ['neither says anything', [asks('a', 'lookup', silent), answers('a', '', silent)], true],
    ['nobody says anything, and nothing came of it', [asks('a', 'lookup', silent)], true],
    ['the call is silent, the result denies it', [asks('a', 'lookup', silent), answers('a', '', never)], false],
    [
      'the call is silent, one result of two denies it',
      [asks('a', 'lookup', silent), answers('a', '', never), answers('a')],
      true,
    ],
    ['both deny it', [asks('a', 'lookup', never), answers('a', '', { ...never, isError: true })], false],
    ['nothing says so', [asks('a', 'lookup', never)], false],
  ])('%s', (_, drafts, expected) => {
    expect(ran(...drafts)).toEqual([expected])
  })

  it('and the last result tells what came of it', () => {
    const tried = call([
      asks('a'),
      answers('a', 'timeout', { isError: true }),
      answers('a', 'found', { latencySecs: 2 }),
    ])
    expect(toolMeasuresOf(tried)).toMatchObject([{ errored: false, latencySecs: 2, turn: 0 }])
    expect(measuresOf(tried)).toMatchObject({ toolCalls: 1, toolErrors: 0, overruled: null })
    const marked = call([asks('a', 'lookup', never), answers('a', 'found', { executed: true })])
    expect(measuresOf(marked)).toMatchObject({ toolCalls: 1, overruled: 'tool' })
  })
})
