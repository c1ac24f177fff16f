import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { VIEWS } from '../../src/tools/views.ts'

/* The pages as the build makes them. */

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
