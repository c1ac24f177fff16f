// Sets of calls to measure answers on: bodies in the API's shape, and our server that answers from them.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, SERVER, TEMP } from './build.mjs'
import { startServer } from './process.mjs'

/** Pinned, so that the sample calls and their times are always the same. */
const NOW = '2026-11-22T12:00:00Z'

/** The embedded sample calls. */
export async function sampleSet() {
  const { sampleWorld, SPECIAL } = await import(await bundle('src/demo/data/index.ts', 'sample.mjs'))
  const { conversations, ...catalog } = sampleWorld(Date.parse(NOW) / 1000)
  const file = join(TEMP, 'sample.jsonl')
  writeFileSync(file, conversations.map(body => JSON.stringify(body)).join('\n'))
  writeFileSync(join(TEMP, 'sample.catalog.json'), JSON.stringify(catalog))
  return { name: 'sample calls', file, bodies: conversations, longId: SPECIAL.long }
}

/** Five complete calls as the real API gave them; null without the folder that CONVERSATIONS_EXAMPLES names. */
export function realSet() {
  const folder = process.env.CONVERSATIONS_EXAMPLES
  if (!folder || !existsSync(folder)) return null
  const names = readdirSync(folder).filter(name => /^get_conversation\.2026-10\..*\.json$/.test(name))
  const texts = names.map(name => readFileSync(join(folder, name), 'utf8'))
  const bodies = texts.map(text => JSON.parse(text))
  const file = join(TEMP, 'real.jsonl')
  writeFileSync(file, bodies.map(body => JSON.stringify(body)).join('\n'))
  return { name: `${names.length} real calls`, file, bodies, texts }
}

/** 200 calls made from real dialogues; null without the folder that CONVERSATIONS_CORPUS names. */
export function corpusSet() {
  const file = join(process.env.CONVERSATIONS_CORPUS ?? '', 'airline.jsonl')
  if (!process.env.CONVERSATIONS_CORPUS || !existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const bodies = lines.filter(line => line.trim() !== '').map(line => JSON.parse(line))
  return { name: 'airline calls', file, bodies }
}

/** Runs `measure` with a server that answers from the set. */
export async function withServer({ file }, measure) {
  const server = await startServer(SERVER, ['--data', file, '--now', NOW, '--timezone', 'UTC'])
  try {
    return await measure(server)
  } finally {
    await server.stop()
  }
}
