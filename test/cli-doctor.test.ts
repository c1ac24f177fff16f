// @module-tag more
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { command } from './support/command.ts'
import { closedPort } from './support/sockets.ts'
import { API_KEY } from './support/world.ts'

describe('doctor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conversations-mcp-doctor-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const settings = {
    CONVERSATIONS_MCP_TIMEZONE: 'Europe/Berlin',
    CONVERSATIONS_MCP_DATA_DIR: join(folder, 'data'),
    CONVERSATIONS_MCP_EXPORT_DIR: join(folder, 'exports'),
  }
  const lines = ({ stdout }: { stdout: string }) =>
    stdout
      .replace(/(?<=full-text search: ).*$/m, 'DRIVER')
      .replaceAll(folder, 'FOLDER')
      .replace(/127_0_0_1_\d+-\w+/, 'HOST')
      .replace(/(?<=^conversations-mcp ).*$/m, 'VERSION on Node.js NODE')
      .replace(/\d+ ms/, 'N ms')
      .replace(/127\.0\.0\.1:\d+/g, 'HOST')

  test('finds the demo well', async () => {
    const ended = await command(['--demo', 'doctor'], { env: settings })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(lines(ended)).toMatchInlineSnapshot(`
      "conversations-mcp VERSION on Node.js NODE
      ok    time zone for dates: Europe/Berlin
      ok    serving sample calls: no API key needed
      ok    conversations: readable, answered in N ms
      ok    agents: 5 agents, for example "Fennick & Lowe Order Support"
      ok    SQLite with full-text search: DRIVER
      ok    archive of profile "default": temporary, in a writable directory; deleted when the process ends
      ok    retention: calls stay in the archive until they are deleted (--retention-days sets a limit)
      ok    export directory: FOLDER/exports (a test file was written and removed)
      ok    recordings: off (enable with --audio on)
      All checks passed.
      "
    `)
  })

  test('says that there is no key', async () => {
    const ended = await command(['doctor'], { env: settings })
    expect(ended).toMatchObject({ code: 1, stderr: '' })
    expect(lines(ended)).toMatchInlineSnapshot(`
      "conversations-mcp VERSION on Node.js NODE
      ok    time zone for dates: Europe/Berlin
      FAIL  no API key: set ELEVENLABS_API_KEY, or ELEVENLABS_API_KEY_FILE to a file that contains it
      ok    API address: https://api.elevenlabs.io
      ok    SQLite with full-text search: DRIVER
      ok    archive of profile "default": FOLDER/data/api.elevenlabs.io/default.sqlite (not created yet; its directory is writable); empty; it will be bound to the workspace of the first API key that fills it
      ok    retention: calls stay in the archive until they are deleted (--retention-days sets a limit)
      ok    export directory: FOLDER/exports (a test file was written and removed)
      ok    recordings: off (enable with --audio on)
      Fix the FAIL items and run doctor again.
      "
    `)
  })

  test('says what cannot be written, and leaves nothing behind where it can', async () => {
    const env = { ...settings, CONVERSATIONS_MCP_EXPORT_DIR: join(folder, 'file', 'exports') }
    writeFileSync(join(folder, 'file'), '')
    const { code, stdout } = await command(['doctor'], { env })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^FAIL {2}export directory: .*file/m)
    expect(stdout).toMatch(
      /^ok {4}archive of profile "default": .*default\.sqlite \(not created yet; its directory is writable\)/m,
    )
    const broken = { ...settings, CONVERSATIONS_MCP_DATA_DIR: join(folder, 'file', 'data') }
    expect((await command(['doctor'], { env: broken })).stdout).toMatch(
      /^FAIL {2}archive of profile "default": The archive .* cannot be created/m,
    )
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    expect(files.map(({ name }) => name)).toEqual(['file'])
  })

  test('says that nothing answers', async () => {
    const env = {
      ...settings,
      ELEVENLABS_API_KEY: API_KEY,
      ELEVENLABS_BASE_URL: await closedPort(),
    }
    const ended = await command(['doctor'], { env })
    expect(ended).toMatchObject({ code: 1, stderr: '' })
    expect(ended.stdout).not.toContain(API_KEY)
    expect(lines(ended)).toMatchInlineSnapshot(`
      "conversations-mcp VERSION on Node.js NODE
      ok    time zone for dates: Europe/Berlin
      ok    an API key is set (33 characters)
      ok    API address: http://HOST
      FAIL  conversations: HOST refuses connections; check ELEVENLABS_BASE_URL and that the service is up. Gave up after 4 tries.
      ok    SQLite with full-text search: DRIVER
      ok    archive of profile "default": FOLDER/data/HOST/default.sqlite (not created yet; its directory is writable); empty; it will be bound to the workspace of the first API key that fills it
      ok    retention: calls stay in the archive until they are deleted (--retention-days sets a limit)
      ok    export directory: FOLDER/exports (a test file was written and removed)
      ok    recordings: off (enable with --audio on)
      Fix the FAIL items and run doctor again.
      "
    `)
  })
})
