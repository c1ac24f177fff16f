import { afterAll, describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { openArchive } from '../../src/archive/archive.ts'
import { pack, packInPieces } from '../../src/archive/write/body.ts'
import { packBody, unpackAround, unpackBody } from '../../src/archive/write/segments.ts'
import type { Json } from '../../src/demo/world.ts'
import type { Pieces } from '../../src/pieces.ts'
import { databaseOf } from '../support/database.ts'
import { addDetail, newPath } from './mirror.ts'

/* Long calls are packed in segments: nothing of them is lost, and a part is the part of the whole. */

/** Odd turns among them. */
const bodyOf = (turns: number): Json => ({
  conversation_id: 'conv_long',
  agent_id: 'agent_1',
  agent_name: 'Sales',
  transcript: Array.from({ length: turns }, (_, at) =>
    at % 97 === 13 ? null : { role: at % 2 ? 'user' : 'agent', message: `turn ${at} ${'“x”'.repeat(at % 50)}` },
  ),
  metadata: { start_time_unix_secs: 1_790_000_000 },
  analysis: { call_summary_title: 'A long call' },
})

async function made<T>(pieces: Pieces<T>): Promise<T> {
  for (;;) {
    const { done, value } = pieces.next()
    if (done) return value
    await value
  }
}

const SIZES = [0, 1, 49, 50, 51, 100, 101, 1500]

test.each(SIZES)('a body of %i turns comes out as it went in', async turns => {
  const body = bodyOf(turns)
  const packed = await made(packBody(body, packInPieces))
  expect(JSON.stringify(await made(unpackBody(packed)))).toBe(JSON.stringify(body))
})

test.each([{ ok: true }, null, [1], 'text', { transcript: null }, { transcript: 'none' }])(
  'so does %j, which is no call',
  async body => expect(await made(unpackBody(await made(packBody(body, packInPieces))))).toEqual(body),
)

describe.each(SIZES)('of %i turns', turns => {
  test.each([[[]], [[0]], [[10]], [[49, 50]], [[60, 1499]], [[99, 3, 700]]])('those around %j', async around => {
    const body = bodyOf(turns)
    const whole = pack(body)
    for (const packed of [whole, await made(packBody(body, packInPieces))]) {
      const { body: rest, runs } = await made(unpackAround(packed, around, 5))
      expect(rest).toEqual({ ...body, transcript: [] })
      const found = runs.flatMap(({ first, turns }) => turns.map((turn, at) => [first + at, turn]))
      const near = (at: number) => around.some(one => Math.abs(one - at) <= 5)
      expect(found).toEqual(body.transcript.flatMap((turn: Json, at: number) => (near(at) ? [[at, turn]] : [])))
    }
  })
})

describe('an archive', async () => {
  const archive = await openArchive(newPath())
  afterAll(() => archive.close())

  test('gives an excerpt of a call as the whole call has it', async () => {
    for (const turns of [30, 400]) {
      await addDetail(archive, bodyOf(turns), turns)
      const call = toConversation(bodyOf(turns), '')
      expect(await archive.conversation('conv_long')).toEqual(call)
      expect(await archive.body('conv_long')).toEqual(bodyOf(turns))
      const { turns: some, ...facts } = (await made(archive.readExcerpt('conv_long', [20, 210], 15)))!
      expect(some).toEqual(call.turns.filter(({ index }) => Math.abs(index - 20) <= 15 || Math.abs(index - 210) <= 15))
      expect(facts).toMatchObject({ agentName: 'Sales', title: 'A long call', startedAt: 1_790_000_000 })
    }
    expect(await made(archive.readExcerpt('conv_unknown', [1], 5))).toBeNull()
  })

  test('gives nothing of a body that is damaged', async () => {
    const { detail } = databaseOf(archive).get('SELECT detail FROM bodies')!
    const damaged = (detail as Uint8Array).slice(0, -20)
    databaseOf(archive).run('UPDATE bodies SET detail = ?', [damaged])
    expect(await archive.conversation('conv_long')).toBeNull()
    expect(await made(archive.readExcerpt('conv_long', [399], 5))).toBeNull()
  })
})
