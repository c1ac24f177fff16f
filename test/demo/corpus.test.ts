import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readWorldFile } from '../../src/demo/file.ts'
import { MORE } from '../support/runs.ts'
import { serve, walk } from './client.ts'

const path = join(process.env.CONVERSATIONS_CORPUS ?? '', 'airline.jsonl')
const missing = !process.env.CONVERSATIONS_CORPUS || !existsSync(path)

test.skipIf(missing)('serves the airline corpus (CONVERSATIONS_CORPUS)', MORE, async () => {
  const server = await serve({ world: await readWorldFile(path) })
  const count = async (filter: string) => {
    const pages = await walk(server, `conversations?page_size=100&${filter}`)
    return pages.flatMap(page => page.conversations).length
  }
  expect(await count('')).toBe(200)
  expect(await count('call_successful=success')).toBe(84)
  expect(await count('call_successful=failure')).toBe(116)
  expect(await count('call_successful=unknown')).toBe(0)
})
