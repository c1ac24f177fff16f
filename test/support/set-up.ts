import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import { CLIENTS, type ClientName, type Place } from '../../src/cli/setup/clients.ts'
import { type SetupOptions, setUp } from '../../src/cli/setup/setup.ts'

export const NAMES = Object.keys(CLIENTS) as ClientName[]

/** Home folders for the tests of the file that calls this, below a folder that goes after them. */
export function computers() {
  const root = mkdtempSync(join(tmpdir(), 'conversations-mcp-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  /** A person's computer with nothing on it. */
  function place(of: Partial<Place> = {}): Place {
    const home = mkdtempSync(join(root, 'home-'))
    return {
      env: {},
      platform: 'linux',
      home,
      folder: home,
      node: '/usr/bin/node',
      file: '/opt/mcp/main.js',
      noArchive: null,
      ...of,
    }
  }
  return { root, place }
}

export async function attempt(
  client: ClientName,
  at: Place,
  more: Partial<SetupOptions> & { answer?: boolean | (() => boolean) } = {},
) {
  const { answer, ...options } = more
  const said: string[] = []
  const asked: string[] = []
  const ask = async (question: string) => {
    asked.push(question)
    return typeof answer === 'function' ? answer() : answer!
  }
  const person = { say: (text: string) => void said.push(text), ask: answer === undefined ? undefined : ask }
  const failed = await setUp({ client, name: 'conversations', ...options }, {}, at, person).then(
    () => undefined,
    error => `${error.constructor.name}: ${error.message}`,
  )
  return { said: said.join('\n'), asked, failed }
}

export const fileOf = (client: ClientName, at: Place): string => CLIENTS[client].file(at)
export const read = (client: ClientName, at: Place): string => readFileSync(fileOf(client, at), 'utf8')

export function put(client: ClientName, at: Place, text: string): void {
  mkdirSync(dirname(fileOf(client, at)), { recursive: true })
  writeFileSync(fileOf(client, at), text)
}

export const beside = (client: ClientName, at: Place): string[] => readdirSync(dirname(fileOf(client, at))).sort()
