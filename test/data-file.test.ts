import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { ask } from './support/demo.ts'
import { smallWorld } from './support/small-world.ts'

test('what is odd about a file is said once in every answer over it', async () => {
  const data = join(mkdtempSync(join(inject('shared'), 'file-')), 'calls.jsonl')
  const [call, other] = smallWorld().conversations
  writeFileSync(data, [call, other, call].map(body => `${JSON.stringify(body)}\n`).join(''))
  const app = createApp(readConfig({ data, now: '2026-11-22T12:00:00Z', timezone: 'UTC' }, {}))
  for (const [name, input] of Object.entries({
    list_conversations: {},
    analyze_conversations: {},
    search_conversations: { query: 'refund' },
    explain_conversations: {},
    triage_conversations: {},
    query_conversations: { sql: 'SELECT text FROM turns LIMIT 1' },
    get_conversation: { conversation_id: call!.conversation_id },
  })) {
    const { text } = await ask(app, name, input)
    expect([name, text.split('(1 conversation occurs twice: the newest counts)').length]).toEqual([name, 2])
  }
  await app.close()
})

describe.skipIf(process.platform === 'win32')('a pipe', () => {
  const pipe = (): string => {
    const path = join(mkdtempSync(join(inject('shared'), 'pipe-')), 'calls')
    execFileSync('mkfifo', [path])
    return path
  }
  const appOf = (data: string) => createApp(readConfig({ data, now: '2026-11-22T12:00:00Z', timezone: 'UTC' }, {}))

  test('is read to its end, documents over several lines included', async () => {
    const data = pipe()
    const app = appOf(data)
    const answer = ask(app, 'list_conversations', {})
    const [first, second] = smallWorld().conversations
    createWriteStream(data).end(`${JSON.stringify(first, null, 2)}\n${JSON.stringify(second)}\n`)
    expect((await answer).text).toMatch(/^2 calls, /)
    await app.close()
  })

  test('that nobody writes into keeps no app from closing', async () => {
    const data = pipe()
    const app = appOf(data)
    const answer = ask(app, 'list_conversations', {}).catch(() => 'no answer')
    const silent = createWriteStream(data)
    await once(silent, 'open')
    await app.close()
    silent.end()
    await answer
  })
})
