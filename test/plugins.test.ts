// @module-tag more
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { SETTINGS, type Setting } from '../src/settings.ts'
import { connect, type TestClient } from './support/client.ts'
import { whoAnswers } from './support/entry.ts'
import { sample, startSample } from './support/sample.ts'
import type { TestWorld } from './support/world.ts'

/* The plugins for Claude Code and Gemini CLI, and the skills in them. Both programs can be asked themselves:
 * `claude plugin validate --strict .` and `gemini extensions validate .` */

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const json = (path: string) => JSON.parse(read(path))

const plugin = json('.claude-plugin/plugin.json')
const extension = json('gemini-extension.json')
const knownVariables = (Object.values(SETTINGS) as Setting[]).map(({ env }) => env)

test.each([
  ['.claude-plugin/plugin.json', plugin],
  ['gemini-extension.json', extension],
])('%s names the package and its version', (_, { name, version }) => {
  expect({ name, version }).toEqual({ name: manifest.name, version: manifest.version })
})

test('the marketplace offers the plugin that lies in the same folder', () => {
  const { plugins } = json('.claude-plugin/marketplace.json')
  expect(plugins).toMatchObject([{ name: plugin.name, source: './', description: plugin.description }])
})

test('keys are asked for as secrets, and what is asked for reaches the server under a name that it knows', () => {
  const { env } = plugin.mcpServers.conversations
  expect(plugin.userConfig.api_key).toMatchObject({ sensitive: true, required: true })
  const from = (name: string) => `\${user_config.${name}}`
  expect(env.ELEVENLABS_API_KEY).toBe(from('api_key'))
  const asked = Object.keys(plugin.userConfig).map(from)
  expect(Object.values(env).sort()).toEqual(asked.sort())
  const variables = extension.settings.map(({ envVar }: { envVar: string }) => envVar)
  for (const name of [...Object.keys(env), ...variables]) expect(knownVariables).toContain(name)
  expect(extension.settings[0]).toMatchObject({ envVar: 'ELEVENLABS_API_KEY', sensitive: true })
})

// The clients put the plugin's folder in place of its variable; what is not filled in reaches the server empty.
test.each([
  ['Claude Code', plugin.mcpServers.conversations],
  ['Gemini CLI', extension.mcpServers.conversations],
])('the entry for %s starts the server', async (_, { command, args, env = {} }) => {
  const placed = (args as string[]).map(arg =>
    arg.replace(/\$\{(CLAUDE_PLUGIN_ROOT|extensionPath)\}/, ROOT.replace(/\/$/, '')).replaceAll(/\$\{[/]\}/g, '/'),
  )
  const empty = Object.fromEntries(Object.keys(env).map(name => [name, name.endsWith('KEY') ? 'sk_test' : '']))
  expect(await whoAnswers({ command, args: placed, env: empty })).toMatchObject({
    server: { name: manifest.name },
    code: 0,
    stderr: '',
  })
})

describe('a skill', () => {
  let server: TestWorld
  let client: TestClient
  beforeAll(async () => {
    server = await startSample()
    client = await connect(server.app)
  })
  afterAll(async () => {
    await client?.close()
    await server?.close()
  })

  /** What a user would have said. */
  async function said(): Promise<Record<string, string>> {
    const agent = sample.agents.find(({ versions }) => versions.length > 1)!
    const calls = sample.conversations.filter(call => call.agent_id === agent.agent_id)
    const [older, newer] = [...new Set(calls.map(call => call.version_id as string))].sort()
    return {
      AGENT: agent.name,
      PERIOD: 'last week',
      CONVERSATION_ID: calls[0]!.conversation_id,
      VERSION: newer ?? older!,
      BASELINE: older!,
    }
  }

  test.each(readdirSync(new URL('../skills', import.meta.url)))('%s makes calls that are answered', async name => {
    const text = read(`skills/${name}/SKILL.md`)
    expect(text).toMatch(new RegExp(`^---\nname: ${name}\ndescription: ".{80,400}"\n---\n`))
    const words = Object.entries(await said())
    const calls = [...text.matchAll(/`(\w+)` with `(\{.*?\})`/g)]
    expect(calls.length).toBeGreaterThan(0)
    for (const [, tool, args] of calls) {
      const filled = words.reduce((now, [word, value]) => now.replace(new RegExp(`\\b${word}\\b`), value), args!)
      const answer = await client.call(tool!, JSON.parse(filled))
      expect([tool, filled, answer.isError, answer.text.slice(0, 200)]).toEqual([
        tool,
        filled,
        false,
        expect.any(String),
      ])
    }
  })
})
