// @module-tag more
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { startDemoServer } from '../src/demo/server.ts'
import { command } from './support/command.ts'
import { DEMO, demoApp, goodCalls } from './support/demo.ts'
import { type ServerEntry, whoAnswers } from './support/entry.ts'
import { firstOf, MORE } from './support/runs.ts'
import { sample } from './support/sample.ts'
import { API_KEY, NOW } from './support/world.ts'

/* What people copy from the README: configurations, started as their client starts them, and commands. */

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '')
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text!)

const folder = mkdtempSync(join(tmpdir(), 'conversations-mcp-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Configuration {
  mcpServers?: Record<string, ServerEntry>
  servers?: Record<string, ServerEntry>
  inputs?: { id: string; type: string; password?: boolean }[]
}

/** References to a secret, in the forms that clients replace; the key stands for what they find. */
const REFERENCES: Record<string, RegExp> = {
  'Claude Code': /^\$\{ELEVENLABS_API_KEY:-\}$/,
  Cursor: /^\$\{env:ELEVENLABS_API_KEY\}$/,
  'VS Code': /^\$\{input:(.+)\}$/,
}

describe('a configuration', () => {
  const configurations = blocks('json').map(text => JSON.parse(text) as Configuration)
  const entries = configurations.flatMap(({ mcpServers, servers, inputs }) =>
    Object.values({ ...mcpServers, ...servers }).map(entry => ({ entry, inputs })),
  )

  test('is there for each client', () => {
    expect(entries).toHaveLength(4)
    for (const form of Object.values(REFERENCES)) {
      expect(entries.filter(({ entry }) => form.test(entry.env!.ELEVENLABS_API_KEY!))).toHaveLength(1)
    }
  })

  for (const [when, part] of firstOf(entries))
    test.each(part)('starts: $entry', when, async ({ entry, inputs }) => {
      const asked = REFERENCES['VS Code']!.exec(entry.env!.ELEVENLABS_API_KEY!)?.[1]
      expect(inputs).toEqual(asked && [expect.objectContaining({ id: asked, type: 'promptString', password: true })])
      await expectToStart(entry)
    })

  test('starts as `claude mcp add` is told', MORE, async () => {
    const [line] = readme.match(/^claude mcp add .*$/m)!
    const [, name, value, started] = /^claude mcp add conversations --env (\w+)=(\S+) -- (.*)$/.exec(line)!
    const [program, ...args] = started!.split(' ')
    await expectToStart({ command: program!, args, env: { [name!]: value! } })
  })
})

/** With the real path, and the key where the configuration or the client puts it. */
async function expectToStart({ command, args, env }: ServerEntry): Promise<void> {
  expect(Object.keys(env!)).toEqual(['ELEVENLABS_API_KEY'])
  const path = args.map(arg => arg.replace('/path/to/conversations-mcp', ROOT))
  const entry = { command, args: path, env: { ELEVENLABS_API_KEY: API_KEY } }
  // What is relative stands in the checkout.
  const { server, code, stderr } = await whoAnswers(entry, { cwd: ROOT })
  expect({ name: server.name, code, stderr }).toEqual({ name: 'conversations-mcp', code: 0, stderr: '' })
}

describe('a command', async () => {
  const app = demoApp()
  const { conversation_id } = await goodCalls(app)
  await app.close()
  const lines = blocks('sh')
    .flatMap(text => text.split('\n'))
    .flatMap(line => /^(?:\w+=\S+ )?node dist\/main\.js (.*?)(?:\s+#.*)?$/.exec(line)?.[1] ?? [])

  test('is found', () => expect(lines.length).toBeGreaterThan(5))

  test.each(lines)('%s', async line => {
    const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, ...words]) => words.join(''))
    // Of calls that are the same every day.
    const args = words
      .filter(word => !['--demo', '--data', 'calls.jsonl'].includes(word))
      .map(word => (word === 'conv_…' ? conversation_id : /\.(html|xml)$/.test(word) ? join(folder, word) : word))
    const env = { CONVERSATIONS_MCP_DATA_DIR: folder, CONVERSATIONS_MCP_EXPORT_DIR: folder }
    if (args[0] === 'sync') {
      // Only calls of an API are kept; there are none, whatever day it is.
      const api = await startDemoServer({
        world: { ...sample, conversations: [] },
        apiKey: API_KEY,
        now: () => NOW * 1000,
      })
      const ended = await command(args, { env: { ...env, ELEVENLABS_API_KEY: API_KEY, ELEVENLABS_BASE_URL: api.url } })
      await api.close()
      expect(ended).toMatchObject({ code: 0, stderr: '' })
      return
    }
    // It would ask a person.
    const ended = await command([...DEMO, ...args, ...(args[0] === 'setup' ? ['--print'] : [])], { env })
    // Of a check it is no error that a condition fails, or cannot be decided.
    expect(args[0] === 'check' ? [0, 3, 4] : [0]).toContain(ended.code)
    expect(ended.stderr).toBe('')
  })
})
