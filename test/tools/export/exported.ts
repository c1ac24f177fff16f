import { readFile } from 'node:fs/promises'
import type { Json } from '../../../src/demo/world.ts'
import type { Answer } from '../../support/client.ts'
import { smallWorld } from '../../support/small-world.ts'
import { API_KEY, type TestWorld } from '../../support/world.ts'

export const DAY = 24 * 3600

export const get = async ({ api }: TestWorld, path: string): Promise<Json> =>
  (await fetch(`${api.url}/v1/convai/conversations${path}`, { headers: { 'xi-api-key': API_KEY } })).json() as Json

export const textOf = ({ structured }: Answer): Promise<string> => readFile(structured.file.path, 'utf8')

export const callWith = (conversation_id: string, more: Json): Json => ({
  ...smallWorld().conversations[0]!,
  conversation_id,
  ...more,
})
