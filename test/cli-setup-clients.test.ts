import { readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CLIENTS } from '../src/cli/setup/clients.ts'
import { attempt, beside, computers, fileOf, NAMES, put, read } from './support/set-up.ts'
import { API_KEY } from './support/world.ts'

/* `setup`, in home folders of its own. */

const { place } = computers()

describe.each(NAMES)('%s', client => {
  test('is shown the entry, and with --print nothing is written', async () => {
    const at = place()
    const { said, failed } = await attempt(client, at, { print: true, yes: true })
    expect(failed).toBeUndefined()
    expect(said).toContain(`For ${CLIENTS[client].title}, in ${fileOf(client, at)}:\n{`)
    expect(readdirSync(at.home!)).toEqual([])
  })

  test('without consent keeps what it has', async () => {
    const at = place()
    expect(await attempt(client, at)).toMatchObject({
      failed: 'UserInputError: Nothing was written. Confirm with --yes.',
    })
    const { asked, failed } = await attempt(client, at, { answer: false })
    expect({ asked, failed }).toEqual({ asked: ['Write this? [y/N] '], failed: 'UserInputError: Nothing was written.' })
    expect(readdirSync(at.home!)).toEqual([])
  })

  test('gets a new file for its owner alone, which holds what was shown', async () => {
    const at = place()
    const { said } = await attempt(client, at, { answer: true })
    const [, shown] = /:\n(\{\n[\s\S]*?\n\})\n/.exec(said)!
    expect(read(client, at)).toBe(`${shown}\n`)
    expect(statSync(fileOf(client, at)).mode & 0o777).toBe(0o600)
    expect(beside(client, at)).toHaveLength(1)
  })

  test('never gets the key that is in the environment', async () => {
    const at = place({ env: { ELEVENLABS_API_KEY: API_KEY } })
    const { said } = await attempt(client, at, { yes: true })
    expect(said + read(client, at)).not.toContain(API_KEY)
  })

  test('keeps all else as it was written, and a copy of it; a second run changes nothing', async () => {
    const at = place()
    const before = `\uFEFF// mine\r\n{\r\n\t"${CLIENTS[client].root}": {\r\n\t\t"other": { "command": "x" }, // why\r\n\t},\r\n\t"theme" :  "dark"\r\n}\r\n`
    put(client, at, before)
    expect((await attempt(client, at, { yes: true })).failed).toBeUndefined()
    const after = read(client, at)
    // What was there stands in the new text, piece by piece, in its order.
    const pieces = [
      '\uFEFF// mine\r\n{\r\n\t"',
      '"other": { "command": "x" }, // why\r\n',
      '"theme" :  "dark"\r\n}\r\n',
    ]
    const places = pieces.map(piece => after.indexOf(piece))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(after.replaceAll('\r\n', '')).not.toContain('\n')
    expect(readFileSync(`${fileOf(client, at)}.bak`, 'utf8')).toBe(before)
    const again = await attempt(client, at)
    expect(again).toMatchObject({ failed: undefined, said: expect.stringContaining('nothing was changed') })
    expect(read(client, at)).toBe(after)
    expect(beside(client, at)).toHaveLength(2)
  })

  test('with another entry of that name sees it without its secrets, and is asked', async () => {
    const at = place()
    const other = { command: 'old', args: [], env: { ACCESS_TOKEN: 'hush', ZONE: 'UTC' } }
    const before = JSON.stringify({ [CLIENTS[client].root]: { conversations: other } })
    put(client, at, before)
    const refused = await attempt(client, at, { yes: true })
    expect(refused.failed).toContain('Replace the entry with --replace, or choose another name with --name.')
    expect(refused.said).toContain('"ACCESS_TOKEN": "(hidden)",\n    "ZONE": "UTC"')
    expect(read(client, at)).toBe(before)
    const replaced = await attempt(client, at, { answer: true })
    expect(replaced).toMatchObject({ failed: undefined, asked: ['Replace that entry? [y/N] '] })
    expect(JSON.parse(read(client, at))[CLIENTS[client].root].conversations.command).toBe('/usr/bin/node')
    put(client, at, before)
    expect((await attempt(client, at, { replace: true })).failed).toBeUndefined()
    expect(beside(client, at).filter(name => name.includes('.bak'))).toHaveLength(2)
  })

  test.each([
    ['{ "a": 1, ', 'is not valid JSON (line 1: '],
    ['{\n "a" 1 }', 'is not valid JSON (line 2: colon expected).'],
    ['[]', 'must be an object.'],
    [`{ "${CLIENTS[client].root}": [] }`, `"${CLIENTS[client].root}" must be an object.`],
    [`{ "${CLIENTS[client].root}": {}, "${CLIENTS[client].root}": {} }`, 'cannot be changed safely'],
  ])('with a file that holds %j keeps it, and says why', async (text, why) => {
    const at = place()
    put(client, at, text)
    const { said, failed } = await attempt(client, at, { yes: true })
    expect(failed).toContain(why)
    expect(failed).toContain('Nothing was written.')
    expect(said).toContain('"conversations": {')
    expect(read(client, at)).toBe(text)
    expect(beside(client, at)).toHaveLength(1)
  })

  test('takes an empty file for none', async () => {
    const at = place()
    put(client, at, '')
    expect((await attempt(client, at, { yes: true })).failed).toBeUndefined()
    expect(JSON.parse(read(client, at))[CLIENTS[client].root]).toHaveProperty('conversations')
  })
})

test('a key that stands in Claude Desktop’s file stays there and is not shown', async () => {
  const at = place()
  await attempt('claude-desktop', at, { yes: true })
  put('claude-desktop', at, read('claude-desktop', at).replace('your key', API_KEY))
  const again = await attempt('claude-desktop', at)
  expect(again).toMatchObject({ failed: undefined, said: expect.stringContaining('nothing was changed') })
  const moved = await attempt('claude-desktop', { ...at, file: '/opt/new/main.js' }, { replace: true })
  expect(again.said + moved.said).not.toContain(API_KEY)
  expect(moved.said).not.toContain('in place of')
  const { args, env } = JSON.parse(read('claude-desktop', at)).mcpServers.conversations
  expect({ args, env }).toEqual({ args: ['/opt/new/main.js'], env: { ELEVENLABS_API_KEY: API_KEY } })
})

test('VS Code asks once for each server, whatever else it asks for', async () => {
  const at = place()
  put('vscode', at, '{ "inputs": [{ "id": "mine" } /* kept */] }')
  await attempt('vscode', at, { yes: true })
  await attempt('vscode', at, { yes: true, name: 'calls-eu' })
  const text = read('vscode', at)
  const { servers, inputs } = JSON.parse(text.replace('/* kept */', ''))
  expect(inputs.map(({ id }: { id: string }) => id)).toEqual(['elevenlabs-key-calls-eu', 'elevenlabs-key', 'mine'])
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the client expands it
  expect(servers['calls-eu'].env.ELEVENLABS_API_KEY).toBe('${input:elevenlabs-key-calls-eu}')
  expect(text).toContain('/* kept */')
})
