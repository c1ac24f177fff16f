import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWorldFile } from '../src/demo/file.ts'
import type { Json, World } from '../src/demo/world.ts'
import { conversationUri } from '../src/resources/uri.ts'
import { type Answer, connect, costs, type TestClient } from './support/client.ts'
import { expectedLines, linesOf, readAll, turnNumbers, walk } from './support/reading.ts'
import { MORE, some } from './support/runs.ts'
import { startWorld, type TestWorld } from './support/world.ts'

/* Real payloads and a large corpus, which are not part of the project, through the whole of it. */

const examples = process.env.CONVERSATIONS_EXAMPLES
const corpus = process.env.CONVERSATIONS_CORPUS

const bytes = (text: string): number => Buffer.byteLength(text)
/** A text as one line, and without the tricks that no real call plays. */
const flat = (text: unknown): string =>
  (typeof text === 'string' ? text : text ? JSON.stringify(text) : '')
    .replace(/\s+/g, ' ')
    .replaceAll('](', '] (')
    .trim()

/** The five complete payloads of October 2026, and others of which somebody left parts out. */
function readExamples(folder: string): World {
  const conversations = readdirSync(folder)
    .filter(name => /^get_conversation\..*\.json$/.test(name))
    .map(
      (name): Json => ({ conversation_id: `conv_of_${name}`, ...JSON.parse(readFileSync(join(folder, name), 'utf8')) }),
    )
  const agents = [...new Set(conversations.flatMap(call => call.agent_id ?? []))]
  return { conversations, agents: agents.map(agent_id => ({ agent_id, name: `Agent of ${agent_id}` })), tags: [] }
}

/** Checks against the body by means of our own: every turn and every tool call is there, once, and whole. */
function checkComplete(body: Json, answers: Answer[]): void {
  const lines = answers.flatMap(({ structured }) => linesOf(structured.transcript)).sort((a, b) => a.turn - b.turn)
  expect(lines.map(line => line.turn)).toEqual(expectedLines(body))
  const has = (turn: number, text: string) => lines.some(line => line.turn === turn && line.text.includes(text))
  const results = new Set<string>()
  for (const [at, turn] of ((body.transcript ?? []) as Json[]).entries()) {
    if (turn.message && !has(at, flat(turn.message))) expect.fail(`turn ${at}: ${turn.message}`)
    for (const use of turn.tool_calls ?? []) {
      if (!has(at, flat(`${use.tool_name} ${use.params_as_json}`))) expect.fail(`turn ${at}: ${use.tool_name}`)
    }
    for (const use of turn.tool_results ?? []) results.add(flat(use.result_value))
  }
  const all = lines.map(line => line.text).join('\n')
  for (const result of results) if (!all.includes(result)) expect.fail(`tool result ${result.slice(0, 200)}`)
}

function checkBudget(answer: Answer, most: number): void {
  const { text, structured } = costs(answer)
  expect(Math.max(text, structured)).toBeLessThanOrEqual(most)
}

/** What an interrupted turn did not come to say. */
function unsaid({ message, original_message }: Json): string {
  const [said, planned] = [flat(message).replace(/(\.\.\.|…)$/, ''), flat(original_message)]
  return planned.startsWith(said) ? planned.slice(said.length).trim() : planned
}

/** What was said and meant to be said, and the tools' names, arguments and results: the least that a transcript can be. */
function spokenBytes(body: Json): number {
  const texts = ((body.transcript ?? []) as Json[]).flatMap(turn => [
    turn.message,
    unsaid(turn),
    ...(turn.tool_calls ?? []).flatMap((use: Json) => [use.tool_name, use.params_as_json]),
    ...(turn.tool_results ?? []).map((use: Json) => use.result_value),
  ])
  return texts.reduce((sum, text) => sum + bytes(flat(text)), 0)
}

const transcriptBytes = (answers: Answer[]): number =>
  answers.reduce((sum, { structured }) => sum + bytes(structured.transcript), 0)

const WHOLE = { max_tokens: 20_000, max_tool_bytes: 80_000 }

/** The calls that are read whole: of a large corpus some, at night all. */
const readWhole = ({ conversations }: World): Json[] =>
  conversations.length > 50 ? some(conversations, 5) : conversations

/** Every tool and every resource on one workspace. */
function throughEverything(read: () => Promise<World>): () => { world: World; client: TestClient } {
  let world: World
  let server: TestWorld
  let client: TestClient
  const body = (id: string): Json => world.conversations.find(call => call.conversation_id === id)!
  beforeAll(async () => {
    world = await read()
    server = await startWorld(world)
    client = await connect(server.app)
  })
  afterAll(async () => {
    await client?.close()
    await server?.close()
  })

  test('the list gives every call once, with every column', async () => {
    const input = { page_size: 37, summary_mode: 'include', max_tokens: 6000, fields: ['id', 'started', 'agent', 'outcome', 'status', 'tools', 'evaluation', 'collected', 'sentiment', 'tags', 'ending'] } // biome-ignore format: a list
    const answers = await walk(client, 'list_conversations', input)
    for (const answer of answers) checkBudget(answer, 6000)
    const ids = answers.flatMap(({ structured }) => structured.rows.map((row: Json) => row[0]))
    expect([...ids].sort()).toEqual(world.conversations.map(call => call.conversation_id).sort())
  })

  test('every turn and every tool call of every call is shown once', async () => {
    for (const call of readWhole(world)) {
      const answers = await readAll(client, { conversation_id: call.conversation_id, ...WHOLE })
      checkComplete(call, answers)
      for (const answer of answers) {
        checkBudget(answer, WHOLE.max_tokens)
        const shown = new Set(turnNumbers(answer.structured.turns.shown))
        for (const { turn } of linesOf(answer.structured.transcript)) expect(shown.has(turn)).toBe(true)
      }
    }
  })

  test('answers by default keep to their budget, with everything included too', async () => {
    for (const { conversation_id } of readWhole(world)) {
      for (const more of [{}, { include: ['metrics', 'costs', 'variables', 'rag', 'raw'] }]) {
        const answer = await client.call('get_conversation', { conversation_id, ...more })
        expect([conversation_id, answer.isError]).toEqual([conversation_id, false])
        checkBudget(answer, 4000)
      }
    }
  })

  test('what was said is found where it was said', async () => {
    const spoken = world.conversations.flatMap(call =>
      ((call.transcript ?? []) as Json[]).flatMap(turn =>
        turn.role === 'user' && turn.message?.length > 40 ? [turn.message] : [],
      ),
    )
    expect(spoken.length).toBeGreaterThan(0)
    const step = Math.ceil(spoken.length / 12)
    for (const message of spoken.filter((_, at) => at % step === 0)) {
      const query = flat(message).slice(0, 300)
      for (const mode of ['fuzzy', 'semantic']) {
        const answer = await client.call('search_conversations', { query, mode, page_size: 5 })
        expect([query, answer.isError]).toEqual([query, false])
        checkBudget(answer, 4000)
        for (const hit of answer.structured.hits) {
          for (const line of linesOf((hit.lines as string).replace(/^> |[«»]/gm, ''))) {
            const said = body(hit.conversation_id).transcript[line.turn].message
            if (said && !line.text.includes('left out]')) expect(line.text).toContain(flat(said))
          }
        }
        if (mode === 'fuzzy') expect(answer.text.replace(/[«»]/g, '')).toContain(query.slice(0, 40))
      }
    }
  })

  test('filter values of every kind', async () => {
    for (const kind of [
      'agents',
      'criteria',
      'data_fields',
      'tags',
      'tools',
      'languages',
      'endings',
      'versions',
      'sources',
      'outcomes',
      'statuses',
    ]) {
      const answer = await client.call('list_filter_values', { kind })
      expect([kind, answer.isError]).toEqual([kind, false])
      checkBudget(answer, 2000)
    }
  })

  test('resources show every turn as well', async () => {
    await client.client.readResource({ uri: 'conversations://recent' })
    expect((await client.client.listResources()).resources.length).toBeGreaterThan(0)
    for (const call of readWhole(world)) {
      const turns = new Set<number>()
      let uri: string | undefined = conversationUri(call.conversation_id)
      for (let reads = 0; uri !== undefined; reads += 1) {
        if (reads > 20) throw new Error(`no end: ${uri}`)
        const { contents }: { contents: { text: string }[] } = await client.client.readResource({ uri })
        const [{ text }] = contents as [{ text: string }]
        expect(bytes(text) / 4).toBeLessThanOrEqual(20_000)
        const [, transcript = ''] = /\ntranscript \(turn, time, role[^\n]*\):\n([\s\S]*?)\n<\/said-/.exec(text) ?? []
        for (const { turn } of linesOf(transcript)) turns.add(turn)
        uri = /^Next: (conversation:\/\/\S+)$/m.exec(text)?.[1]
      }
      expect([...turns].sort((a, b) => a - b)).toEqual([...new Set(expectedLines(call))])
    }
  })

  return () => ({ world, client })
}

const skipped = (variable: string, folder: string | undefined): string =>
  folder === undefined ? ` (skipped: set ${variable} to a folder)` : ''

describe.skipIf(examples === undefined)(`real payloads${skipped('CONVERSATIONS_EXAMPLES', examples)}`, () => {
  const setting = throughEverything(async () => readExamples(examples!))

  test('cost little more than what was said, and a fraction of the JSON', async () => {
    const { world, client } = setting()
    const complete = world.conversations.filter(call => call.conversation_id.startsWith('conv_fixture_'))
    expect(complete).toHaveLength(5)
    let [shown, said] = [0, 0]
    for (const call of complete) {
      const answers = await readAll(client, { conversation_id: call.conversation_id, ...WHOLE })
      shown += transcriptBytes(answers)
      said += spokenBytes(call)
      const { text, structured } = costs(
        await client.call('get_conversation', { conversation_id: call.conversation_id }),
      )
      const json = bytes(JSON.stringify(call)) / 4
      const lines = transcriptBytes(answers) / spokenBytes(call)
      const ratios = [lines, json / text, json / structured].map(ratio => ratio.toFixed(2))
      console.log(`${call.conversation_id}: lines ÷ said, JSON ÷ text, JSON ÷ structured: ${ratios.join(', ')}`)
      // A call of a few words and two tools has more form than words; all five together must not.
      expect.soft(lines).toBeLessThanOrEqual(1.3)
      expect.soft(json / text).toBeGreaterThanOrEqual(8)
      expect.soft(json / structured).toBeGreaterThanOrEqual(8)
    }
    console.log(`all five: lines ÷ said ${(shown / said).toFixed(3)}`)
    expect(shown / said).toBeLessThanOrEqual(1.25)
  })
})

describe.skipIf(corpus === undefined)(`the airline corpus${skipped('CONVERSATIONS_CORPUS', corpus)}`, MORE, () => {
  describe('of finished calls', () => {
    const setting = throughEverything(() => readWorldFile(join(corpus!, 'airline.jsonl')))

    test('costs little more than what was said', async () => {
      const { world, client } = setting()
      let [shown, said, worst] = [0, 0, 0]
      for (const call of readWhole(world)) {
        const answers = await readAll(client, { conversation_id: call.conversation_id, ...WHOLE })
        shown += transcriptBytes(answers)
        said += spokenBytes(call)
        worst = Math.max(worst, transcriptBytes(answers) / spokenBytes(call))
      }
      console.log(`airline: lines ÷ said ${(shown / said).toFixed(3)}, worst call ${worst.toFixed(3)}`)
      expect(shown / said).toBeLessThanOrEqual(1.25)
      expect(worst).toBeLessThanOrEqual(1.25)
    })
  })

  describe('of odd calls', () => {
    throughEverything(() => readWorldFile(join(corpus!, 'airline-odd.jsonl')))
  })
})

test.each([examples, corpus].filter(folder => folder !== undefined))('%s is there', folder => {
  expect(existsSync(folder)).toBe(true)
})
