// @module-tag more
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { getMcpConfigForManifest, unpackExtension, VERSIONED_MANIFEST_SCHEMAS } from '@anthropic-ai/mcpb'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import described from '../package.json' with { type: 'json' }
import { startDemoServer } from '../src/demo/server.ts'
import { serveRaw } from './support/built.ts'
import { whoAnswers } from './support/entry.ts'
import { sample } from './support/sample.ts'
import { API_KEY, NOW } from './support/world.ts'

/* The one-click bundle: made, unpacked, and started as the desktop client does, by the client's own library. */

// @ts-expect-error: it is plain JavaScript
const { bundle, manifestOf } = await import('../scripts/bundle.mjs')

const folder = mkdtempSync(join(tmpdir(), 'conversations-mcp-'))
const unpacked = join(folder, 'unpacked')
let file: string
let manifest: ReturnType<(typeof VERSIONED_MANIFEST_SCHEMAS)['0.3']['parse']>

beforeAll(async () => {
  // It reports the check of the manifest.
  vi.spyOn(console, 'log').mockReturnValue()
  file = await bundle(folder)
  await unpackExtension({ mcpbPath: file, outputDir: unpacked, silent: true })
  vi.restoreAllMocks()
  manifest = VERSIONED_MANIFEST_SCHEMAS['0.3'].parse(JSON.parse(readFileSync(join(unpacked, 'manifest.json'), 'utf8')))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the client starts once its person has filled in these fields; nothing where a required one is empty. */
async function configured(userConfig: Record<string, string | boolean>) {
  const config = await getMcpConfigForManifest({
    manifest,
    extensionPath: unpacked,
    systemDirs: {},
    userConfig,
    pathSeparator: sep,
  })
  return config && { command: config.command, args: config.args!, env: config.env as Record<string, string> }
}

test('is one file for all platforms with what the server loads and nothing else', () => {
  const names = readdirSync(unpacked, { recursive: true, encoding: 'utf8' })
    .filter(name => statSync(join(unpacked, name)).isFile())
    .map(name => name.replaceAll('\\', '/').replace(/(?<=^dist\/chunks\/)[0-9a-z]{2}(?:-[\w-]+)?(?=\.js$)/, '*'))
  expect([...new Set(names)].sort()).toEqual([
    'LICENSE',
    'bin/conversations-mcp.cjs',
    'dist/chunks/*.js',
    'dist/chunks/archive-reader.js',
    'dist/chunks/query-worker.js',
    'dist/chunks/sqlite3.wasm.br',
    'dist/main.js',
    'dist/views.json.br',
    'icon.png',
    'manifest.json',
    'package.json',
  ])
  // The command line is not in it.
  expect(readdirSync(join(unpacked, 'dist/chunks')).filter(name => /-(command|serve|setup)\.js$/.test(name))).toEqual(
    [],
  )
  const picture = readFileSync(join(unpacked, manifest.icon!))
  expect(picture.subarray(1, 4).toString()).toBe('PNG')
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([512, 512])
  expect(file).toBe(join(folder, `conversations-mcp-${described.version}.mcpb`))
  expect(statSync(file).size).toBeLessThanOrEqual(1e6)
})

test('tells of this version, what it keeps secret, and whose privacy policy applies', () => {
  expect(manifest).toEqual(manifestOf(described))
  expect(manifest.version).toBe(described.version)
  expect(manifest.user_config!.api_key).toMatchObject({ sensitive: true, required: true })
  expect(manifest.privacy_policies).toEqual(['https://elevenlabs.io/privacy-policy'])
})

describe('in the client', () => {
  test('is not started without a key', async () => {
    expect(await configured({ residency: 'eu' })).toBeUndefined()
  })

  test('starts with a key and nothing else', async () => {
    const entry = (await configured({ api_key: API_KEY }))!
    expect(entry.env).toEqual({
      ELEVENLABS_API_KEY: API_KEY,
      ELEVENLABS_API_RESIDENCY: '',
      CONVERSATIONS_MCP_TIMEZONE: '',
      CONVERSATIONS_MCP_REDACT: 'false',
    })
    const { server, code, stderr } = await whoAnswers(entry, { cwd: folder })
    expect({ server, code, stderr }).toMatchObject({ server: { version: described.version }, code: 0, stderr: '' })
  })

  test('starts with every field filled in', async () => {
    const fields = { api_key: API_KEY, residency: 'eu', timezone: 'Europe/Zurich', redact: true }
    expect(Object.keys(fields)).toEqual(Object.keys(manifest.user_config!))
    expect(await whoAnswers((await configured(fields))!, { cwd: folder })).toMatchObject({ code: 0, stderr: '' })
  })

  test('names a field that is filled in wrongly', async () => {
    const entry = (await configured({ api_key: API_KEY, residency: 'europe' }))!
    await expect(whoAnswers(entry)).rejects.toThrow(
      'ELEVENLABS_API_RESIDENCY is "europe"; it must be one of us, eu, in, sg.',
    )
  })

  test('answers with the key and in the time zone that were filled in', async () => {
    const api = await startDemoServer({ world: sample, apiKey: API_KEY, now: () => NOW * 1000 })
    const { args, env } = (await configured({ api_key: API_KEY, timezone: 'Asia/Tokyo' }))!
    const server = await serveRaw('2026', [], { file: args[0], env: { ...env, ELEVENLABS_BASE_URL: api.url } })
    try {
      const { result } = await server.request('tools/call', { name: 'list_conversations', arguments: { page_size: 2 } })
      expect(result.structuredContent.rows).toHaveLength(2)
      expect(result.content[0].text).toContain('times in Asia/Tokyo')
    } finally {
      server.child.stdin.end()
      await server.ended
      await api.close()
    }
  })
})
