import { expect, test } from 'vitest'
import { analyze, analyzeInPieces, type Question } from '../src/analysis/index.ts'
import { markLarge } from '../src/api/json.ts'
import { toConversation } from '../src/api/map.ts'
import { withoutSecrets, withoutSecretsInPieces } from '../src/api/remove-secrets.ts'
import { formsOfTurn } from '../src/archive/words/texts.ts'
import { packInPieces, unpack, unpackInPieces } from '../src/archive/write/body.ts'
import { inTurns, letOthersGoFirst, type Pieces, TURNS_A_PIECE, waitFor } from '../src/pieces.ts'
import { fitInPieces } from '../src/render/budget.ts'
import { rawText } from '../src/tools/conversation/raw.ts'
import { MOST_TOKENS } from '../src/tools/params.ts'
import { ALL_METRICS } from './analysis/check.ts'
import { archiveOf } from './analysis/world.ts'
import { databaseOf } from './support/database.ts'
import { MORE, many, some } from './support/runs.ts'
import { smallWorld } from './support/small-world.ts'

/* Long work is done in pieces: proved by their number, not by the clock. */

const MANY = 10 * TURNS_A_PIECE

async function done<T>(pieces: Pieces<T>): Promise<{ value: T; count: number }> {
  for (let count = 1; ; count++) {
    const { done, value } = pieces.next()
    if (done) return { value, count }
    await value
  }
}

const long = (size: number) => ({
  conversation_id: 'x',
  unknown: Array.from({ length: size }, (_, at) => ({ at, api_key: 'SECRET', text: `“${at}”` })),
  http_headers: Array.from({ length: size }, () => 'SECRET'),
  transcript: Array.from({ length: size }, (_, at) => ({ role: 'user', message: `turn ${at}` })),
  nothing: undefined,
  last: [],
})

test('what must not leave is taken out of any long list', async () => {
  const { value, count } = await done(withoutSecretsInPieces(markLarge(long(MANY))))
  expect(value).toEqual(withoutSecrets(long(MANY)))
  expect(JSON.stringify(value)).not.toContain('SECRET')
  expect(count).toBeGreaterThanOrEqual(2 * 10)
})

test('a large body is packed and unpacked in pieces, whatever its size is made of', MORE, async () => {
  const words = '“word” 😀 '
  const bodies = [
    long(10 * MANY),
    { transcript: [{ role: 'user', message: words.repeat(400_000) }] },
    { a: { b: { c: { d: long(10 * MANY) } } }, empty: {}, none: [], holes: [undefined, null, [undefined]] },
    { turn: [{ tool_calls: Array.from({ length: many(40_000, 60_000) }, (_, at) => ({ at, name: words })) }] },
    { map: Object.fromEntries(Array.from({ length: many(40_000, 60_000) }, (_, at) => [`__proto__${at}`, words])) },
  ]
  for (const body of some(bodies, 3)) {
    const packed = await done(packInPieces(markLarge(body)))
    expect(unpack(packed.value)).toEqual(JSON.parse(JSON.stringify(body)))
    const unpacked = await done(unpackInPieces(packed.value))
    expect(unpacked.value).toEqual(unpack(packed.value))
    for (const { count } of [packed, unpacked]) expect(count).toBeGreaterThan(3)
  }
})

test('the words of a long turn are made in pieces, and are those of its texts', async () => {
  const uses = Array.from({ length: 5000 }, (_, at) => ({
    request_id: `r${at}`,
    tool_name: 'look',
    params_as_json: '{}',
  }))
  const transcript = [{ role: 'user', message: '我想改签 '.repeat(20_000), tool_calls: uses }]
  const { turns } = toConversation({ ...long(0), agent_id: 'a', status: 'done', transcript }, 'x')
  const { value, count } = await done(formsOfTurn(turns[0]!))
  expect(count).toBeGreaterThan(10)
  expect(value.said.join('')).toBe('我想改签'.repeat(20_000))
  expect(value.tool).toEqual(uses.map(() => 'look'))
})

test('JSON that fits into no answer is not made to its end', () => {
  expect(rawText(long(50), [[0, 1]])).toBe(JSON.stringify({ ...long(50), transcript: long(50).transcript.slice(0, 2) }))
  expect(rawText(long(MANY), [])).toHaveLength(4 * MOST_TOKENS + 1)
})

test('an answer is fitted one trial a piece', () => {
  let trials = 0
  const build = (shown: number) => {
    trials++
    return { text: 'word '.repeat(shown) }
  }
  const pieces = fitInPieces({ count: 100_000, maxTokens: 1000, build, render: ({ text }) => text })
  for (let before = 0; ; before = trials) {
    const { done, value } = pieces.next()
    expect(trials - before).toBeLessThanOrEqual(1)
    if (!done) continue
    expect(value.text).toHaveLength(5 * 797)
    break
  }
})

test('an analysis reads the archive before its first pause', async () => {
  const archive = await archiveOf(smallWorld().conversations)
  const question: Question = { filter: {}, zone: 'UTC', metrics: ALL_METRICS, groupBy: ['outcome'], knownUntil: 2e9 }
  for (const asked of [question, { ...question, compareTo: { filter: { agent_id: 'x' }, label: 'x' } }]) {
    const whole = await analyze(archive, asked)
    const pieces = analyzeInPieces(archive, asked)
    const reading = pieces.next().value
    databaseOf(archive).run('UPDATE conversations SET deleted_at = 1')
    await reading
    let count = 1
    let step = pieces.next()
    for (; !step.done; step = pieces.next()) {
      await step.value
      count++
    }
    expect(step.value).toEqual(whole)
    expect(count).toBeGreaterThan(ALL_METRICS.length)
    databaseOf(archive).run('UPDATE conversations SET deleted_at = NULL')
  }
  await archive.close()
})

test('what waits for a promise that never comes ends with its signal', async () => {
  const asker = new AbortController()
  const waiting = inTurns(waitFor(new Promise<never>(() => {})), asker.signal)
  asker.abort(new Error('nobody waits any more'))
  await expect(waiting).rejects.toThrow('nobody waits any more')
})

test('what nobody waits for lets long work go first, but not for ever', async () => {
  let isDone = false
  function* long(most: number): Pieces<void> {
    for (let at = 0; at < most; at++) yield
    isDone = true
  }
  const short = inTurns(long(4))
  await letOthersGoFirst()
  expect(isDone).toBe(true)
  await short
  isDone = false
  const endless = inTurns(long(1000))
  await letOthersGoFirst()
  expect(isDone).toBe(false)
  await endless
})
