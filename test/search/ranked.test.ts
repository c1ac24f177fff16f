import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { searchWords } from '../../src/search/search-words.ts'
import { agent, body, filled, type Json, tool, user } from './filled.ts'

/* What comes first. Fillers make the looked-for word rare, so that it counts. */

const LONG = 'and then I went to the shop with my sister who wanted to buy a lamp for the kitchen table'

const call = (conversation_id: string, turns: Json[], title = 'A call', summary = 'Somebody called about something.') =>
  body(turns, { conversation_id, analysis: { call_summary_title: title, transcript_summary: summary } })

let archive: Archive
beforeAll(async () => {
  archive = await filled([
    ...Array.from({ length: 30 }, (_, at) => call(`filler_${at}`, [agent('Hello there'), user(`${LONG} ${at}`)])),
    call('in_title', [agent('Hello there'), user(LONG)], 'Parrot lost'),
    call('in_summary', [agent('Hello there'), user(LONG)], 'A call', 'Somebody called about a parrot.'),
    call('in_title_and_turn', [user(`${LONG} parrot`), user('A parrot')], 'Parrot found'),
    call('in_short_turn', [user(`${LONG} parrot`), user(LONG), user('My parrot')]),
    call('in_long_turn', [user(`${LONG} ${LONG} parrot ${LONG}`)]),
    call('in_data', [user('Hello there'), ...tool('find', '{"pet":"parrot","name":"Coco"}', 'found')]),
    call('same_older', [user('A budgie called')]),
    call('same_newer', [user('A budgie called')]),
  ])
})
afterAll(() => archive.close())

const search = (query: string) =>
  searchWords(archive, { query: parseQuery(query), filter: {}, order: 'best', limit: 20, offset: 0 })

test('title and turn before title, title before summary before turn, short turns before long ones and data', async () => {
  const { hits } = await search('parrot')
  expect(hits.map(({ conversationId }) => conversationId)).toEqual([
    'in_title_and_turn',
    'in_title',
    'in_summary',
    'in_short_turn',
    'in_data',
    'in_long_turn',
  ])
})

test('the best turn is told', async () => {
  const byId = new Map((await search('parrot')).hits.map(hit => [hit.conversationId, hit]))
  expect(byId.get('in_short_turn')).toMatchObject({ turns: [0, 2], bestTurn: 2, inHeadline: false })
  expect(byId.get('in_title')).toMatchObject({ turns: [], bestTurn: null, inHeadline: true })
  expect(byId.get('in_title_and_turn')).toMatchObject({ turns: [0, 1], bestTurn: 1, inHeadline: true })
})

test('of equals the newer comes first', async () => {
  expect((await search('budgie')).hits.map(({ conversationId }) => conversationId)).toEqual([
    'same_newer',
    'same_older',
  ])
})
