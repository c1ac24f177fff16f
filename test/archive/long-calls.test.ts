import { afterAll, expect, it } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { removeTemporary, temporaryArchive } from '../../src/archive/place/temporary.ts'
import { prepareInPieces } from '../../src/archive/write/prepare-detail.ts'
import { SEARCHED_LENGTH } from '../../src/domain/searched.ts'
import { databaseOf } from '../support/database.ts'
import { many } from '../support/runs.ts'

/* A call with more parts than one transaction should write. */

const TURNS = many(1200, 2400)
const body = (turns: number, agentId = 'agent_1') => ({
  conversation_id: 'conv_long',
  agent_id: agentId,
  status: 'done',
  metadata: { start_time_unix_secs: 1_700_000_000, call_duration_secs: 60 },
  transcript: Array.from({ length: turns }, (_, at) => ({
    role: at % 2 ? 'user' : 'agent',
    message: `word${at} is said in turn ${at}`,
    time_in_call_secs: at,
    tool_calls: at % 3 ? [] : [{ request_id: `r${at}`, tool_name: 'look_up', params_as_json: '{}' }],
    tool_results: at % 3 ? [] : [{ request_id: `r${at}`, tool_name: 'look_up', result_value: 'fine' }],
  })),
})

const paths: string[] = []
const open = (): Promise<Archive> => {
  const path = temporaryArchive()
  paths.push(path)
  return openArchive(path)
}
afterAll(() => {
  for (const path of paths) removeTemporary(path)
})

const count = (archive: Archive, sql: string) => Number(databaseOf(archive).get(`SELECT count(*) AS n FROM ${sql}`)?.n)
const rowsOf = (archive: Archive) => ({
  turns: count(archive, 'turns'),
  tools: count(archive, 'tool_calls'),
  last: count(archive, `words WHERE words MATCH 'word${TURNS - 1}'`),
  read: count(archive, 'conversations WHERE detail_read_at IS NOT NULL'),
})

async function write(archive: Archive, raw: ReturnType<typeof body>, at: number, between = () => {}) {
  const call = toConversation(raw, '')
  const prepare = prepareInPieces(raw, call)
  let prepared = prepare.next()
  for (; !prepared.done; prepared = prepare.next()) await prepared.value
  const pieces = archive.writeInPieces(prepared.value, at)
  let count = 0
  for (;;) {
    const { done, value } = pieces.next()
    if (done) return { value, count }
    await value
    if (value !== undefined) continue
    // A pause: others get their turn.
    count++
    between()
  }
}

it('is written in pieces, counts as not read until the last, and is whole then', async () => {
  const archive = await open()
  const read: number[] = []
  const written = await write(archive, body(TURNS), 100, () => read.push(rowsOf(archive).read))
  expect(written).toMatchObject({ value: true })
  expect(written.count).toBeGreaterThan(TURNS / 500)
  expect(new Set(read)).toEqual(new Set([0]))
  expect(rowsOf(archive)).toEqual({ turns: TURNS, tools: TURNS / 3, last: 1, read: 1 })
  expect(await archive.conversation('conv_long')).toEqual(toConversation(body(TURNS), ''))
  expect(await archive.body('conv_long')).toEqual(body(TURNS))

  // Read anew, with a part of it gone; an older reading changes nothing.
  await write(archive, body(TURNS - 600), 200)
  expect(rowsOf(archive)).toEqual({ turns: TURNS - 600, tools: TURNS / 3 - 200, last: 0, read: 1 })
  expect(await write(archive, body(TURNS), 150)).toEqual({ value: false, count: 0 })
  await archive.close()
})

it('leaves nothing where the call is deleted meanwhile', async () => {
  const archive = await open()
  let isFirst = true
  const { value } = await write(archive, body(TURNS), 100, async () => {
    if (isFirst) await archive.tombstone('conv_long', 150)
    isFirst = false
  })
  expect(value).toBe(false)
  expect(rowsOf(archive)).toEqual({ turns: 0, tools: 0, last: 0, read: 0 })
  await archive.close()
})

it('of a turn without end the beginning is indexed', async () => {
  const archive = await open()
  const text = `${'word '.repeat(SEARCHED_LENGTH / 5)}beyond`
  const raw = { ...body(0), transcript: [{ role: 'user', message: `first ${text}`, time_in_call_secs: 0 }] }
  await archive.upsertConversation(raw, toConversation(raw, ''), 100)
  expect(count(archive, "words WHERE words MATCH 'first'")).toBe(1)
  expect(count(archive, "words WHERE words MATCH 'beyond'")).toBe(0)
  await archive.close()
})
