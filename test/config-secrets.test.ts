import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { checkKey } from '../src/api-key.ts'
import { readConfig } from '../src/config.ts'
import { ConfigurationError } from '../src/errors.ts'
import { SETTINGS, type Setting, type SettingName } from '../src/settings.ts'
import { UNEXPANDED } from './support/built.ts'

const settings = Object.entries(SETTINGS) as [SettingName, Setting][]

describe('API key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conversations-mcp-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const key = file('key', '\n  key-of-the-file \n')
  const unreadable = 'ELEVENLABS_API_KEY_FILE names a file that cannot be read or is empty.'

  test.each([
    ['from the environment', { ELEVENLABS_API_KEY: ' key ' }, 'key'],
    ['from a file', { ELEVENLABS_API_KEY_FILE: key }, 'key-of-the-file'],
    [
      'from a file beside an unexpanded variable',
      { ELEVENLABS_API_KEY: UNEXPANDED, ELEVENLABS_API_KEY_FILE: key },
      'key-of-the-file',
    ],
    ['from the environment rather than a file', { ELEVENLABS_API_KEY: 'key', ELEVENLABS_API_KEY_FILE: '/none' }, 'key'],
    ['none', { ELEVENLABS_API_KEY: UNEXPANDED }, undefined],
    ['none for sample calls', { ELEVENLABS_API_KEY: 'key', CONVERSATIONS_MCP_DEMO: 'on' }, undefined],
    ['none for a file of calls', { ELEVENLABS_API_KEY: 'key', CONVERSATIONS_MCP_DATA: 'calls.jsonl' }, undefined],
  ])('%s', (_, env, expected) => {
    expect(readConfig({}, env).apiKey).toBe(expected)
  })

  test.each([join(folder, 'missing'), folder, file('empty', ' \n')])('%s is no key file', path => {
    expect(() => readConfig({}, { ELEVENLABS_API_KEY_FILE: path })).toThrow(new ConfigurationError(unreadable))
  })

  test.each([
    '"key-1"',
    "'key-1'",
    '“key-1”',
    ' key-1\n',
    'ELEVENLABS_API_KEY=key-1',
    'export ELEVENLABS_API_KEY="key-1"',
    "'ELEVENLABS_API_KEY=key-1'",
    'xi-api-key: key-1',
    'Bearer key-1',
  ])('is found in %j', pasted => {
    expect(readConfig({}, { ELEVENLABS_API_KEY: pasted }).apiKey).toBe('key-1')
    expect(readConfig({}, { ELEVENLABS_API_KEY_FILE: file('pasted', pasted) }).apiKey).toBe('key-1')
  })

  test.each([
    ['$ELEVENLABS_API_KEY', 'the name of a variable'],
    ['"$MY_KEY"', 'the name of a variable'],
    ['$env:MY_KEY', 'the name of a variable'],
    ['%ELEVENLABS_API_KEY%', 'the name of a variable'],
    ['KEY=$OTHER', 'the name of a variable'],
    ['{{ key }}', 'the name of a variable'],
    ['$(pass show key)', 'a shell command'],
    ['<your-key>', 'a placeholder'],
    ['YOUR_API_KEY', 'a placeholder'],
  ])('is none in %j, and is not sent as one', (pasted, what) => {
    const { apiKey } = readConfig({}, { ELEVENLABS_API_KEY: pasted })
    expect(() => checkKey(apiKey!)).toThrow(`ELEVENLABS_API_KEY contains ${what}, not an API key`)
    expect(() => checkKey(apiKey!)).not.toThrow(apiKey)
  })

  test.each(['sk_0123456789abcdef', '0123456789abcdef0123456789abcdef', 'key='])('%s stays as it is', key => {
    expect(readConfig({}, { ELEVENLABS_API_KEY: key }).apiKey).toBe(key)
    checkKey(key)
  })

  test('has no flag, since others can read command lines', () => {
    expect(settings.filter(([, { flag, env }]) => flag && /key/i.test(`${flag} ${env}`))).toEqual([])
  })
})

describe('a password in the address', () => {
  const url = (userInfo: string) => () => readConfig({}, { ELEVENLABS_BASE_URL: `https://${userInfo}@api.example` })

  test('is refused with a user', () => {
    expect(url('user:pass')).toThrow('without credentials and query')
  })

  test('is refused without a user', () => {
    expect(url(':pass')).toThrow('without credentials and query')
  })

  test('is not repeated', () => {
    expect(url('user:hunter2')).toThrow(/^(?!.*hunter2)/)
  })
})
