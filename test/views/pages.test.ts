import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { VIEWS, viewUri } from '../../src/tools/views.ts'
import { connect } from '../support/client.ts'
import { smallWorld } from '../support/small-world.ts'
import { startWorld } from '../support/world.ts'

/* The pages as files: how large they are, and what happens where they are missing. */

const built = new URL('../../dist/views.json.br', import.meta.url)
const pages: Record<string, string> = JSON.parse(brotliDecompressSync(readFileSync(built)).toString())

test.each(Object.keys(VIEWS))('the page %s is one file of at most 130 kB that asks for no other', name => {
  const page = pages[name]!
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(130_000)
  expect(page).toMatch(/^<!doctype html>/)
  expect(page.match(/<script|<link|<img| src=|@import|url\(/g)).toEqual(['<script'])
  // SVG's name is all that looks like an address.
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//)
})

test('where the pages were not built, tools answer without them', async () => {
  // Of a server that runs from its sources.
  const world = await startWorld(smallWorld())
  const client = await connect(world.app)
  const { text, isError } = await client.call('triage_conversations', {})
  expect([isError ?? false, text]).toEqual([false, expect.stringContaining('scored')])
  await expect(client.client.readResource({ uri: viewUri('queue') })).rejects.toThrow(
    'no such view in this installation',
  )
  await client.close()
  await world.close()
})
