import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sample } from '../../src/triage/sample.ts'
import { triage } from '../../src/triage/triage.ts'
import { filled, type Json } from '../search/filled.ts'
import { MORE } from '../support/runs.ts'
import { naivePoints } from './naive.ts'

const path = join(process.env.CONVERSATIONS_CORPUS ?? '', 'airline.jsonl')
const missing = !process.env.CONVERSATIONS_CORPUS || !existsSync(path)

test.skipIf(missing)('calls of the airline corpus (CONVERSATIONS_CORPUS) are scored by the formula', MORE, async () => {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
  const bodies = lines.map(line => JSON.parse(line) as Json)
  const archive = await filled(bodies)
  const { rows, flagged, scored } = await triage(archive, { filter: {}, limit: 1_000, offset: 0 })
  const expected = new Map(bodies.map(body => [body.conversation_id, naivePoints(body)]))
  expect(scored).toBe(200)
  expect(flagged).toBe([...expected.values()].filter(points => Object.keys(points).length > 0).length)
  for (const { conversationId, reasons } of rows) {
    const found = Object.fromEntries(reasons.map(({ kind, weight }) => [kind, weight]))
    expect({ conversationId, found }).toEqual({ conversationId, found: expected.get(conversationId) })
  }
  const failures = (await sample(archive, { filter: {}, n: 50, seed: 'airline' })).strata.filter(
    one => one.outcome === 'failure',
  )
  expect(failures.reduce((sum, { calls }) => sum + calls, 0)).toBe(116)
  expect(failures.reduce((sum, { drawn }) => sum + drawn, 0)).toBe(29)
  await archive.close()
})
