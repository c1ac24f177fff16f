import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readWorldFile } from '../../src/demo/file.ts'
import { SMALL_WORLD_START, smallWorld, smallWorldExtras } from '../support/small-world.ts'
import { get, serve, walk } from './client.ts'

const folder = mkdtempSync(join(tmpdir(), 'world-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const calls = smallWorld().conversations
const lines = calls.map(call => JSON.stringify(call))

describe('readWorldFile', () => {
  test.each([
    ['lines', lines.join('\n')],
    ['blank lines, carriage returns and a byte order mark', `\uFEFF\r\n${lines.join('\r\n\r\n')}\r\n\n`],
    ['an array', JSON.stringify(calls, null, 2)],
  ])('reads %s', async (name, content) => {
    expect((await readWorldFile(file(`${name}.jsonl`, content))).conversations).toEqual(calls)
  })

  test('reads the catalogue beside the file', async () => {
    const { agents, tags } = smallWorld()
    file('shop.catalog.json', JSON.stringify({ agents, tags, window: {} }))
    expect(await readWorldFile(file('shop.jsonl', lines.join('\n')))).toEqual(smallWorld())
  })

  test('reads topics and their calls from the catalogue', async () => {
    const topics = [{ topic_id: 'topic_refunds', agent_id: 'agent_billing', label: 'Refunds' }]
    file('topics.catalog.json', JSON.stringify({ topics, extras: smallWorldExtras() }))
    const world = await readWorldFile(file('topics.jsonl', lines.join('\n')))
    const server = await serve({ world, extras: undefined, now: () => (SMALL_WORLD_START + 86_400) * 1000 })
    expect((await get(server, 'agents/agent_billing/topics')).topics).toMatchObject([
      { topic_id: 'topic_refunds', label: 'Refunds', description: '', conversation_count: 2 },
    ])
    expect((await get(server, 'conversations?topic_ids=topic_refunds')).conversations).toHaveLength(2)
  })

  test('has no topics where the catalogue tells none', async () => {
    const world = await readWorldFile(file('untold.jsonl', lines.join('\n')))
    const server = await serve({ world, extras: undefined })
    expect(await get(server, 'agents/agent_billing/topics')).toMatchObject({ topics: [], has_more: false })
  })

  test('makes agents from the calls where there is no catalogue', async () => {
    const { agents, tags } = await readWorldFile(file('alone.jsonl', lines.join('\n')))
    expect(tags).toEqual([])
    expect(agents.map(agent => [agent.agent_id, agent.name])).toEqual([
      ['agent_billing', 'Billing'],
      ['agent_support', 'Support'],
      ['seng_reader', 'seng_reader'],
    ])
    expect(agents[0]).toMatchObject({
      created_at_unix_secs: 1_790_856_000,
      versions: [{ version_id: 'agtvrsn_1' }, { version_id: 'agtvrsn_2' }],
      criteria: [{ id: 'solved' }, { id: 'polite' }],
    })
    expect(Object.keys(agents[0]!.data_collection)).toEqual(['order_id', 'amount', 'gift'])
  })

  test.each([
    ['no id', `${lines[0]}\n\n{"agent_id":"a"}`, 'line 3: conversation_id is missing'],
    ['an empty id', '{"conversation_id":""}', 'line 1: conversation_id is missing'],
    ['no JSON', `${lines[0]}\n{"conversation_id":`, 'line 2: not valid JSON'],
    ['no object', '7', 'line 1: not a JSON object'],
    ['an id twice', `${lines[0]}\n${lines[0]}`, 'line 2: conversation_id conv_refund already stands at'],
    ['an array without an id', '[{"conversation_id":"a"},{}]', 'element 2: conversation_id is missing'],
    ['a broken array', '[{', 'not valid JSON'],
  ])('refuses %s', async (name, content, message) => {
    const path = file(`bad ${name}.jsonl`, content)
    const error = await readWorldFile(path).catch(reason => reason)
    expect(error).toBeInstanceOf(Error)
    expect(error.message).toContain(path)
    expect(error.message).toContain(message)
    expect(error.message).not.toContain('\n')
  })

  test('refuses a file or catalogue that cannot be read', async () => {
    await expect(readWorldFile(join(folder, 'nowhere.jsonl'))).rejects.toThrow('nowhere.jsonl: no such file')
    await expect(readWorldFile(folder)).rejects.toThrow('cannot be read')
    file('broken.catalog.json', '{')
    await expect(readWorldFile(file('broken.jsonl', ''))).rejects.toThrow('broken.catalog.json: not valid JSON')
  })

  test('trimmed bodies are served everywhere', async () => {
    const world = await readWorldFile(
      file('bare.jsonl', '{"conversation_id":"a"}\n{"conversation_id":"b","metadata":{},"analysis":null}'),
    )
    const server = await serve({ world, extras: undefined })
    const pages = await walk(server, 'conversations?page_size=1&summary_mode=include')
    expect(pages.map(page => page.conversations[0].conversation_id)).toEqual(['b', 'a'])
    expect(await get(server, 'conversations/a')).toEqual({ conversation_id: 'a' })
    expect((await get(server, 'conversations/messages/text-search?text_query=x')).results).toEqual([])
    expect((await get(server, 'conversations/messages/smart-search?text_query=x')).results).toEqual([])
    expect((await get(server, 'agents')).agents).toEqual([])
  })
})
