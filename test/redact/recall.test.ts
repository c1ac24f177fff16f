import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PSEUDONYM } from '../../src/domain/pseudonym.ts'
import { ALL_RUNS, many } from '../support/runs.ts'
import { generatedCalls } from './generated.ts'
import { masking } from './masking.ts'

const security = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8')

/** What SECURITY.md states, as shares. */
const STATED = new Map(
  [...security.matchAll(/^\| ([^|]+) \| (\d+) % \|$/gm)].map(([, kind, share]) => [kind, Number(share) / 100]),
)
const PRECISION = Number(/Of what was masked, (\d+) % was planted/.exec(security)?.[1]) / 100

/** Of few calls the shares are rougher. */
const MARGIN = ALL_RUNS ? 0.01 : 0.2

test('of what is planted in generated calls, so much is masked as SECURITY.md says', async () => {
  const redactor = await masking('a salt of the tests')
  const found = new Map<string, [masked: number, all: number]>()
  const missed: string[] = []
  let [pseudonyms, entities] = [0, 0]
  const harmed: string[] = []
  for (const { call, turns } of generatedCalls(many(20, 1000), 20261130)) {
    const masked = redactor.conversation(call)
    turns.forEach((turn, at) => {
      const { message } = masked.turns[at]!
      for (const { kind, text } of turn.entities) {
        const [hits, all] = found.get(kind) ?? [0, 0]
        const isMasked = !message.includes(text) && leftOf(text, message) === 0
        if (!isMasked) missed.push(`${kind}: ${turn.message} -> ${message}`)
        found.set(kind, [hits + Number(isMasked), all + 1])
        entities += Number(isMasked)
      }
      for (const text of turn.others) if (!message.includes(text)) harmed.push(`${turn.message} -> ${message}`)
      pseudonyms += message.match(PSEUDONYM)?.length ?? 0
    })
  }
  expect([...found.keys()].sort()).toEqual([...STATED.keys()].sort())
  const off = [...found].filter(([kind, [hits, all]]) => Math.abs(hits / all - STATED.get(kind)!) > MARGIN)
  expect([off, missed.slice(0, off.length > 0 ? 20 : 0)]).toEqual([[], []])
  expect(harmed).toEqual([])
  expect(entities / pseudonyms).toBeGreaterThan(PRECISION - MARGIN)
})

/** Characters in a row of what was planted that still stand at the end or beginning of it: half a number is not masked. */
function leftOf(text: string, message: string): number {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter(word => word.length > 2)
  return words.filter(word => new RegExp(`(?<![\\p{L}\\p{N}-])${word}(?![\\p{L}\\p{N}])`, 'u').test(message)).length
}
