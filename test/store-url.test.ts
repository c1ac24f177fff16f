import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { schemaOf } from '../src/archive/postgres/place.ts'
import { readConfig } from '../src/config.ts'
import { ConfigurationError } from '../src/errors.ts'
import { createLog } from '../src/log.ts'
import { passwordsIn, shownStoreUrl } from '../src/store-url.ts'
import { command } from './support/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'store-url-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (text: string): string => {
  const path = join(folder, 'store')
  writeFileSync(path, text)
  return path
}

const URL_OF_STORE = 'postgres://ada:s3cr%2Ft@db.test:5433/calls?sslmode=require'

describe('the store', () => {
  test('comes from the environment or a file, the environment first', () => {
    expect(readConfig({}, {}).store).toBeUndefined()
    expect(readConfig({}, { CONVERSATIONS_MCP_STORE: URL_OF_STORE }).store).toBe(URL_OF_STORE)
    const path = file(`${URL_OF_STORE}\n`)
    expect(readConfig({}, { CONVERSATIONS_MCP_STORE_FILE: path }).store).toBe(URL_OF_STORE)
    const both = { CONVERSATIONS_MCP_STORE: 'postgres://other/db', CONVERSATIONS_MCP_STORE_FILE: path }
    expect(readConfig({}, both).store).toBe('postgres://other/db')
    for (const none of [join(folder, 'none'), file(' \n')])
      expect(() => readConfig({}, { CONVERSATIONS_MCP_STORE_FILE: none })).toThrow(
        new ConfigurationError('CONVERSATIONS_MCP_STORE_FILE names a file that cannot be read or is empty.'),
      )
  })

  test.each([
    'mysql://u:s3cret@h/d',
    '/s3cret.sqlite',
    's3cret',
    'postgres://u:s3cret#1@h/d',
    'postgres://u:12/s3cret@h/d',
    'postgres://h1:5432,h2:5432/s3cret',
  ])('is refused without a repetition: %s', url => {
    const refusal = expect.objectContaining({
      code: 'configuration',
      message: expect.not.stringContaining('s3cret'),
    })
    expect(() => readConfig({}, { CONVERSATIONS_MCP_STORE: url })).toThrow(refusal)
    expect(() => readConfig({}, { CONVERSATIONS_MCP_STORE_FILE: file(url) })).toThrow(refusal)
  })

  test('has no password in a command line, which others can read', async () => {
    for (const url of [URL_OF_STORE, 'postgres://h/d?password=s3cr%2Ft']) {
      const { code, stderr, stdout } = await command(['--store', url, 'archive', 'status'])
      expect(code).toBe(2)
      expect(stderr).toMatch(/--store takes a URL without a password, .*CONVERSATIONS_MCP_STORE_FILE.*PGPASSWORD/)
      expect(stderr + stdout).not.toMatch(/s3cr/)
    }
  })
})

test('a password is shown nowhere, however it is written', () => {
  expect(passwordsIn(undefined)).toEqual([])
  expect(passwordsIn('postgres://h/d')).toEqual([])
  expect(shownStoreUrl(URL_OF_STORE)).toBe('postgres://ada@db.test:5433/calls')
  const lines: string[] = []
  const log = createLog('debug', passwordsIn(`${URL_OF_STORE}&sslpassword=k%C3%A9y-phrase`), undefined, line =>
    lines.push(line),
  )
  log.error('lost', new Error(`${URL_OF_STORE} s3cr/t kéy-phrase k%C3%A9y-phrase`))
  expect(lines.join('')).toContain('[secret]')
  expect(lines.join('')).not.toMatch(/s3cr|phrase/)
})

test('each host and profile has a schema of its own, whose name is a plain one', () => {
  const profiles = [
    'default',
    'Default',
    'sales-eu',
    'sales_eu',
    '日本',
    'x'.repeat(200),
    '"; DROP SCHEMA public; --',
    '',
  ]
  const names = ['api.test', 'api.other'].flatMap(host => profiles.map(profile => schemaOf(host, profile)))
  expect(new Set(names).size).toBe(2 * profiles.length)
  for (const name of names) expect(name).toMatch(/^conversations_[a-z0-9_]{0,30}_[0-9a-f]{8}$/)
  // What is in use must be found again.
  expect(schemaOf('api.elevenlabs.io', 'default')).toBe('conversations_default_41ec624c')
})
