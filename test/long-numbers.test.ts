import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startDemoServer } from '../src/demo/server.ts'
import type { Json } from '../src/demo/world.ts'
import { connect, type TestClient } from './support/client.ts'
import { smallWorld } from './support/small-world.ts'
import { API_KEY, startWorld, type TestWorld } from './support/world.ts'

/* Whole numbers of 16 digits and more, which JavaScript would give other digits, in bodies of an API that sends them as
 * numbers. */

/** Beyond 2^53, so that JSON.parse would give 12345678901234568000 and the like. */
const ORDER = '12345678901234567891'
const OTHER_ORDER = '12345678901234567899'
const ACCOUNT = '987654321098765433'
/** A card of 19 digits, whose check digit is right, and one of 16. */
const [LONG_CARD, CARD] = ['6304000000000000000', '4111111111111111']
const ALL = [ORDER, ACCOUNT, LONG_CARD, CARD]

/** Stands for the number in what the embedded API writes; a proxy in front of it makes it one. */
const number = (digits: string): string => `#${digits}`

const field = (data_collection_id: string, value: unknown) => ({ data_collection_id, value, rationale: 'Heard.' })

function world() {
  const { conversations, ...catalog } = smallWorld()
  const [first, second] = conversations as [Json, Json]
  const fields = (order: string) => ({
    order_id: field('order_id', number(order)),
    account_number: field('account_number', number(ACCOUNT)),
    seen: field('seen', number(LONG_CARD)),
    paid: field('paid', number(CARD)),
  })
  first.analysis.data_collection_results = fields(ORDER)
  first.conversation_initiation_client_data.dynamic_variables.crm_id = number(ORDER)
  first.transcript[0].tool_calls = [
    {
      ...{ request_id: 'r1', tool_name: 'look_up', tool_has_been_called: true },
      params_as_json: `{"order":${ORDER},"token":"secret","card":${LONG_CARD}}`,
    },
  ]
  second.analysis.data_collection_results = fields(OTHER_ORDER)
  return { ...catalog, conversations: [first, second] }
}

async function startProxy() {
  const api = await startDemoServer({ world: world(), apiKey: API_KEY, now: () => Date.UTC(2026, 10, 22, 12) })
  const proxy = createServer(async (request, response) => {
    const headers = { 'xi-api-key': String(request.headers['xi-api-key']) }
    const answer = await fetch(`${api.url}${request.url}`, { headers })
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end((await answer.text()).replace(/"#(\d+)"/g, '$1'))
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close: async () => {
      await new Promise(resolve => proxy.close(resolve).closeAllConnections())
      await api.close()
    },
  }
}

let proxy: Awaited<ReturnType<typeof startProxy>>
const worlds: TestWorld[] = []
const clients: TestClient[] = []
const exportDir = mkdtempSync(join(inject('shared'), 'numbers-'))
beforeAll(async () => {
  proxy = await startProxy()
  for (const redact of [false, true]) {
    const one = await startWorld(smallWorld, { baseUrl: proxy.url, redact, exportDir })
    worlds.push(one)
    clients.push(await connect(one.app))
  }
})
afterAll(async () => {
  for (const client of clients) await client.close()
  for (const one of worlds) await one.close()
  await proxy.close()
})

const ID = 'conv_refund'

/** All that is told of the calls, by every way, in one text. */
async function everything(client: TestClient): Promise<string> {
  const ask = async (name: string, input: object) => {
    const answer = await client.call(name, { ...input })
    expect([answer.isError, answer.text]).toEqual([false, answer.text])
    return answer
  }
  const told: unknown[] = [
    // Before and after it is in the archive.
    await ask('get_conversation', { conversation_id: ID, include: ['raw', 'variables'], max_tokens: 20_000 }),
    await ask('analyze_conversations', { after: '2026-10-01', group_by: ['data:order_id', 'data:seen'] }),
    await ask('get_conversation', { conversation_id: ID, include: ['raw', 'variables'], max_tokens: 20_000 }),
    await ask('list_filter_values', { kind: 'data_fields', after: '2026-10-01' }),
    await ask('search_conversations', { query: ORDER, after: '2026-10-01' }),
    await ask('explain_conversations', { after: '2026-10-01' }),
    await ask('query_conversations', { sql: 'SELECT * FROM collected', after: '2026-10-01' }),
    await ask('query_conversations', { sql: 'SELECT * FROM tool_calls', after: '2026-10-01' }),
  ]
  for (const format of ['csv', 'jsonl', 'markdown']) {
    const columns = format === 'csv' ? { columns: ['collected:order_id', 'collected:seen', 'variable:crm_id'] } : {}
    const { structured } = await ask('export_conversations', { format, after: '2026-10-01', ...columns })
    told.push(readFileSync(structured.file.path, 'utf8'))
  }
  return JSON.stringify(told)
}

/** Runs of digits that are too long for anything else. */
const longNumbers = (told: string): string[] => [...new Set(told.match(/(?<![\w.-])\d{16,}(?![\w.])/g))].sort()

describe('ids and numbers of cards and accounts that are sent as numbers', () => {
  test('show the digits that were sent, wherever they are told', async () => {
    expect(longNumbers(await everything(clients[0]!))).toEqual([...ALL, OTHER_ORDER].sort())
  })

  test('are masked as texts are: a card by its check digit, an account by its name, an order not', async () => {
    const told = await everything(clients[1]!)
    expect(longNumbers(told)).toEqual([ORDER, OTHER_ORDER].sort())
    expect(told).toMatch(/\[card-\w{8}\]/)
    expect(told).toMatch(/\[account-\w{8}\]/)
  })

  test.each([
    [`data_collection_params=order_id:eq:${ORDER}`, [[1]]],
    [`data_collection_params=order_id:in:${ORDER}|1`, [[1]]],
    [`data_collection_params=order_id:eq:${ORDER.slice(0, -1)}2`, []],
    [`dynamic_variable_params=crm_id:eq:${ORDER}`, [[1]]],
  ])('are found by exactly these digits: %s', async (condition, rows) => {
    const input = { after: '2026-10-01', where: [condition], metrics: ['count'] }
    expect((await clients[0]!.call('analyze_conversations', input)).structured.rows).toEqual(rows)
  })
})
