import { describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import type { Conversation } from '../../src/domain/conversation.ts'
import { type Mark, matchHeadline, matchTurns } from '../../src/search/marks.ts'
import { agent, body, type Json, tool, user } from './filled.ts'

const callOf = (turns: Json[]): Conversation => toConversation(body(turns), 'conv')

function textOf({ turns }: Conversation, turn: number, { field, position }: Mark): string {
  const { message, toolCalls, toolResults } = turns[turn]!
  if (field === 'message') return message
  if (field === 'result') return toolResults[position]!.resultText
  return field === 'tool_name' ? toolCalls[position]!.name : toolCalls[position]!.argumentsText
}

/** What is marked, by turn: `3 refunds|order`. */
const marked = (call: Conversation, query: string, role?: 'user' | 'agent' | 'tool'): string[] =>
  matchTurns(call, parseQuery(query), role).map(({ index, complete, marks }) => {
    const words = marks.map(mark => textOf(call, index, mark).slice(mark.start, mark.end))
    return `${index}${complete ? '' : '?'} ${words.join('|')}`
  })

describe('in what was said', () => {
  const call = callOf([
    agent('Hello, how can I help with your order?'),
    user('I want refunds. My order cost 5,000 francs, and the Café charged me TWICE!'),
    agent('Thank you. Refunded!  Thank  you, thank-you.'),
    user('東京スカイツリーへ行きたい'),
    user('Schöne Grüße👍🏽 aus der Straße 👨‍👩‍👧'),
  ])

  test.each<[string, string[]]>([
    ['refund', ['1 refunds', '2 Refunded']],
    ['order refund', ['0? order', '1 refunds|order', '2? Refunded']],
    ['order -help', ['0? order', '1 order']],
    ['5000', ['1 5,000']],
    ['5’000 twice', ['1 5,000|TWICE']],
    ['cafe', ['1 Café']],
    ['"thank you"', ['2 Thank you|Thank  you|thank-you']],
    ['thank you', ['2 Thank|you|Thank|you|thank|you']],
    ['ref*', ['1 refunds', '2 Refunded']],
    ['スカイツリー', ['3 スカイツリー']],
    ['東京 行き', ['3 東京|行き']],
    ['👍', ['4 👍🏽']],
    ['gruesse', []],
    ['grusse strasse', ['4 Grüße|Straße']],
    ['👨‍👩‍👧', ['4 👨‍👩‍👧']],
    ['👩', ['4 👩']],
    ['zebra', []],
    ['', []],
    ['-order', []],
  ])('%s', (query, found) => {
    expect(marked(call, query)).toEqual(found)
  })

  test('of one role', () => {
    expect(marked(call, 'order', 'user')).toEqual(['1 order'])
    expect(marked(call, 'order', 'agent')).toEqual(['0 order'])
    expect(marked(call, 'order', 'tool')).toEqual([])
  })
})

describe('words that are written in several ways', () => {
  const call = callOf([
    user('I want [sighs] a re\u00adfund, [EMAIL] and [the form](https://example.com)'),
    user('أُرِيدُ اِسْتِرْدَادَ'),
    user('اريد استرداد'),
    { role: 'narrator', message: 'The caller wants a refund' },
  ])

  test.each<[string, string[]]>([
    ['refund', ['0 re\u00adfund', '3 refund']],
    ['re\u200bfund', ['0 re\u00adfund', '3 refund']],
    ['="want a refund"', ['0 want [sighs] a re\u00adfund']],
    ['"want a refund"', ['0 want [sighs] a re\u00adfund', '3 wants a refund']],
    ['want refund', ['0 want|re\u00adfund', '3 wants|refund']],
    ['sighs', []],
    ['email form', ['0 EMAIL|form']],
    ['أريد استرداد', ['1 أُرِيدُ|اِسْتِرْدَادَ', '2 اريد|استرداد']],
    ['"أُرِيدُ اِسْتِرْدَادَ"', ['1 أُرِيدُ اِسْتِرْدَادَ', '2 اريد استرداد']],
  ])('%s', (query, found) => expect(marked(call, query)).toEqual(found))

  test('a speaker who is neither caller nor agent is neither', () => {
    expect(marked(call, 'refund', 'agent')).toEqual([])
    expect(marked(call, 'refund', 'user')).toEqual(['0 re\u00adfund'])
  })
})

describe('in what tools were asked and answered', () => {
  const call = callOf([
    ...tool(
      'find_booking',
      '{"city":"K\\u00f6ln","note":"first\\nsecond \\"third\\"","none":null}',
      '[{"seat":"14C"},{"fare":2500}]',
    ),
    ...tool('other', '{broken: timeout', 'plain text, 5,000 found'),
  ])

  test.each<[string, string[]]>([
    ['booking', ['0 booking']],
    ['"find booking"', ['0 find_booking']],
    ['köln', ['0 K\\u00f6ln']],
    ['second', ['0 second']],
    ['nsecond', []],
    ['third', ['0 third']],
    ['null', []],
    ['14c fare', ['1 14C|fare']],
    ['"booking city köln"', ['0 booking|city|K\\u00f6ln']],
    ['timeout', ['2 timeout']],
    ['5000', ['3 5,000']],
  ])('%s', (query, found) => {
    expect(marked(call, query)).toEqual(found)
    expect(marked(call, query, 'tool')).toEqual(found)
    expect(marked(call, query, 'agent')).toEqual([])
  })
})

describe('in JSON, whatever stands for a letter', () => {
  const call = callOf(
    tool(
      'look_up',
      '{"list":[1,200,300],"price":"1,200","who":"null","none":null,"path":"a\\\\b\\/c"}',
      '{"caf\\u0065\\u0301":"\\ud83d\\ude00 na\\u00efve \\"quoted\\"","lone":"\\ud83d"}',
    ),
  )
  test.each<[string, string[]]>([
    ['1200300', []],
    ['200 300', ['0 200|300']],
    ['1200', ['0 1,200']],
    ['null', ['0 null']],
    ['"a b c"', ['0 a\\\\b\\/c']],
    ['cafe', ['1 caf\\u0065\\u0301']],
    ['😀 naive', ['1 \\ud83d\\ude00|na\\u00efve']],
    ['quoted lone', ['1 quoted|lone']],
  ])('%s', (query, found) => expect(marked(call, query)).toEqual(found))
})

test('in title and summary', () => {
  const call = { title: 'Order refunded: order lost', summary: 'The caller was angry.' }
  expect(matchHeadline(call, parseQuery('refund order'))).toEqual({
    complete: true,
    marks: [
      { field: 'title', position: 0, isName: false, start: 0, end: 5 },
      { field: 'title', position: 0, isName: false, start: 6, end: 14 },
      { field: 'title', position: 0, isName: false, start: 16, end: 21 },
    ],
  })
  expect(matchHeadline(call, parseQuery('order angry')).marks.map(({ field }) => field)).toEqual([
    'title',
    'title',
    'summary',
  ])
  expect(matchHeadline(call, parseQuery('order angry')).complete).toBe(true)
  expect(matchHeadline(call, parseQuery('order -angry')).complete).toBe(false)
  expect(matchHeadline(call, parseQuery('order zebra')).complete).toBe(false)
  expect(matchHeadline({ title: null, summary: null }, parseQuery('order'))).toEqual({ complete: false, marks: [] })
})

test('overlapping words are one mark, a phrase between two texts is two', () => {
  const call = callOf([user('thank you so much, 5,000.50 times'), ...tool('find_booking', '{"city":"Bern"}', 'ok')])
  expect(marked(call, '"thank you" you "you so"')).toEqual(['0 thank you so'])
  expect(marked(call, '5000 50')).toEqual(['0 5,000|50'])
  expect(marked(call, '"booking city" bern find')).toEqual(['1 find|booking|city|Bern'])
})
