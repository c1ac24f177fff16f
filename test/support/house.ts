import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/* The rules of the house: who may know whom, and what may stand in a file. */

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(ROOT, 'src', file), 'utf8') }))

export const files = new Set(sources.map(({ file }) => file))
