import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { conversationUri } from '../../src/resources/uri.ts'
import type { TestClient } from '../support/client.ts'
import { PLACED, PLACES, RAW, READS, WAVES, worldWith } from '../support/places.ts'
import { type Reading, readEverything, withClient } from '../support/readings.ts'
import { MORE, some } from '../support/runs.ts'

/* One workspace with personal data in every place where text arrives, and every place where text leaves. */

const all = Object.keys(PLACES)

const phone = (place: string): string => `+1415555${1000 + all.indexOf(place)}`
const secret = (place: string): string =>
  `place${all.indexOf(place)}z ${phone(place)} mia.p${all.indexOf(place)}@example.com`

const folder = mkdtempSync(join(tmpdir(), 'conversations-mcp-masked-'))
const logged: string[] = []
beforeAll(() => {
  vi.spyOn(process.stderr, 'write').mockImplementation(line => Boolean(logged.push(String(line))))
})
afterAll(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

const SETTINGS = { redact: true, exportDir: folder, logLevel: 'debug' } as const

/** Whatever of the personal data is in it, whole or cut. */
const leaks = (text: string): string[] => text.match(/1?415555\d+|[\w.]+\.p\d+@\S*|@example\.com/g) ?? []

function expectNoLeak(readings: readonly Reading[]): void {
  const found = readings.map(({ from, ...read }) => [from, leaks(JSON.stringify(read))] as const)
  expect(found.filter(([, hits]) => hits.length > 0)).toEqual([])
}

async function exportsOf(client: TestClient): Promise<Reading[]> {
  const files: Reading[] = []
  for (const format of ['csv', 'jsonl', 'markdown']) {
    const { text, structured, isError } = await client.call('export_conversations', { format })
    expect([isError, text]).toEqual([false, text])
    files.push({ from: `export ${format}`, text: readFileSync(structured.file.path, 'utf8'), structured: { text } })
  }
  return files
}

/** What is offered while somebody types, and what prompts make of it. */
async function suggestions({ client }: TestClient): Promise<Reading[]> {
  const complete = (ref: Json, name: string) => client.complete({ ref, argument: { name, value: '' } })
  const template = { type: 'ref/resource', uri: 'conversation://{conversation_id}' }
  const { completion } = await complete({ type: 'ref/prompt', name: 'weekly_report' }, 'agent')
  expect(completion.values.length).toBeGreaterThan(0)
  const ids = await complete(template, 'conversation_id')
  expect(ids.completion.values).toContain(PLACED)
  const named = { agent: secret('agent name'), period: 'last week' }
  const prompt = await client.getPrompt({ name: 'weekly_report', arguments: named })
  return [{ from: 'completions and prompts', text: '', structured: [completion, ids, prompt] }]
}

async function refusals(client: TestClient): Promise<Reading[]> {
  const asked: [string, Json][] = [
    ['get_conversation', { conversation_id: `conv_x ${secret('message')}` }],
    ['get_conversation', { conversation_id: PLACED, from_time: phone('message') }],
    ['list_conversations', { agent_id: secret('agent name') }],
    ['list_conversations', { after: secret('message') }],
    ['analyze_conversations', { where: [`main_languages=${secret('message')}`] }],
  ]
  const readings: Reading[] = []
  for (const [tool, input] of asked) readings.push({ from: JSON.stringify(input), ...(await client.call(tool, input)) })
  const wrong = client.client.readResource({ uri: `conversation://${encodeURIComponent(secret('message'))}` })
  const refused = await wrong.then(String, (error: unknown) => String(error))
  // The address is the one that the client itself has asked for.
  return [...readings, { from: 'a wrong address', text: refused.replaceAll(/conversation:\S+/g, 'URI') }]
}

describe('with --redact on', () => {
  test.each(some(WAVES, WAVES.length))('nothing leaves that was said, by any way: %s', async (...wave) => {
    const texts = Object.fromEntries(wave.map(place => [place, secret(place)]))
    await withClient(
      worldWith(texts),
      async client => {
        const readings = await readEverything(client, [...READS, RAW])
        expectNoLeak(readings)
        // It was there to be masked.
        const shown = JSON.stringify(readings)
        const missed = wave.filter(place => !shown.includes(`place${all.indexOf(place)}z`))
        // A user id is replaced as a whole; the API's own JSON of a spoken part is its plan.
        expect(missed.filter(place => place !== 'user')).toEqual([])
        expectNoLeak([...(await exportsOf(client)), ...(await suggestions(client)), ...(await refusals(client))])
      },
      SETTINGS,
    )
    expect(logged.length).toBeGreaterThan(0)
    expect(logged.flatMap(leaks)).toEqual([])
  })

  test('a name, an address and a number in words, which the call names once, leave by no way', MORE, async () => {
    const said = 'Ms. Castellanos, Rosalinde of Kirchwinkel 7, four one five double five five oh one three two'
    const spoken = Object.entries(PLACES).flatMap(([place, { by }]) => (by === 'said' ? place : []))
    // Groups are counted in the archive, where no call is read; ids and names of tools are no running text.
    const counted = /reason|number|user|tool|variable|object|feedback|collected/
    const texts = Object.fromEntries(spoken.filter(place => !counted.test(place)).map(place => [place, said]))
    const world = worldWith(texts)
    world.conversations[0]!.conversation_initiation_client_data.dynamic_variables = {
      customer_name: 'Rosalinde Castellanos',
      street: 'Kirchwinkel 7',
    }
    await withClient(
      world,
      async client => {
        const readings = await readEverything(client, [...READS, RAW])
        const all = [...readings, ...(await exportsOf(client)), ...(await suggestions(client))]
        const found = all.map(({ from, ...read }) => [
          from,
          JSON.stringify(read).match(/castellanos|rosalinde|kirchwinkel|four one/gi),
        ])
        expect(found.filter(([, hits]) => hits !== null)).toEqual([])
        expect(JSON.stringify(all)).toMatch(/\[name-[0-9a-f]{8}\][^"]*\[address-[0-9a-f]{8}\]/)
      },
      SETTINGS,
    )
  })

  test('a person has one pseudonym in tools, resources and exports, and a real value finds the calls', async () => {
    const said = {
      message: 'My phone is 415-555-1000.',
      'external number': '+14155551000',
      summary: 'Gave +1 415 555 1000.',
    }
    await withClient(
      worldWith(said),
      async client => {
        const ask = async (tool: string, input: Json) => JSON.stringify((await client.call(tool, input)).structured)
        const { contents } = await client.client.readResource({ uri: conversationUri(PLACED) })
        const found = await client.call('search_conversations', { query: '"415-555-1000"' })
        const seen = [
          await ask('get_conversation', { conversation_id: PLACED }),
          await ask(...RAW),
          await ask('list_conversations', { fields: ['id', 'summary'] }),
          contents[0].text,
          found.structured.hits[0].lines,
          // Markdown escapes brackets.
          ...(await exportsOf(client)).slice(1).map(({ text }) => text.replaceAll('\\', '')),
        ]
        const pseudonyms = seen.map(text => new Set(text.match(/\[phone-[0-9a-f]{8}\]/g)))
        const [pseudonym] = pseudonyms[0]!
        expect(pseudonym).toMatch(/^\[phone-/)
        expect(pseudonyms.map(set => set.has(pseudonym!))).toEqual(seen.map(() => true))
        expect(found.structured.hits[0].conversation_id).toBe(PLACED)
        // Words of the search are marked, and no pseudonym is parted.
        const marked = await client.call('search_conversations', { query: 'phone' })
        expect(marked.text).toContain(`My «phone» is ${pseudonym}.`)
        const { transcript } = (
          await client.call('get_conversation', { conversation_id: PLACED, match: '+1 (415) 555-1000' })
        ).structured
        expect(transcript).toContain(pseudonym)
      },
      SETTINGS,
    )
  })

  test('an id is masked where it leaves, and is a filter as it is', async () => {
    const world = worldWith({ version: phone('version'), branch: secret('branch') })
    // Where the API tells no versions, whatever is given is an id.
    Object.assign(world.agents[0]!, { versions: [], branches: [] })
    await withClient(
      world,
      async ({ call }) => {
        const counted = { metrics: ['count'], group_by: ['version'] }
        for (const filter of [{ version_id: phone('version') }, { where: [`branch_id=${secret('branch')}`] }]) {
          const { text } = await call('analyze_conversations', { ...counted, ...filter })
          expect(text).toMatch(/^1 call;.*^\[phone-[0-9a-f]{8}\]\t1$/ms)
        }
      },
      SETTINGS,
    )
  })
})
