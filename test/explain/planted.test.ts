// @module-tag more
import { expect, test } from 'vitest'
import { many } from '../support/runs.ts'
import { nameOf, tryWorld } from './worlds.ts'

/* Whether the causes that somebody planted are found, and none where none was. At night there are 200 worlds of each. */

const WORLDS = many(1, 200)
const SIZE = 400

test(`of one to three planted causes each is among the first three rows (${WORLDS} worlds)`, async () => {
  let [planted, found] = [0, 0]
  const missed: string[] = []
  for (let world = 0; world < WORLDS; world++) {
    const tried = await tryWorld(String(world), 3 - (world % 3), SIZE)
    planted += tried.world.causes.length
    found += tried.world.causes.length - tried.missed.length
    if (tried.missed.length > 0) {
      const rows = tried.explanation
        .facts!.rows.slice(0, 4)
        .map(({ fact, goesWith }) => `${nameOf(fact)} (${goesWith.map(nameOf).slice(0, 3)})`)
      missed.push(
        `${world}: ${tried.missed.join(', ')} of ${tried.world.causes.map(({ name }) => name)}; rows ${rows.join(' | ')}`,
      )
    }
  }
  expect(found / planted, missed.join('\n')).toBeGreaterThanOrEqual(0.95)
})

test(`where nothing was planted, hardly ever anything is called more than chance (${WORLDS} worlds)`, async () => {
  const called: string[] = []
  for (let world = 0; world < WORLDS; world++) {
    const { explanation } = await tryWorld(`none ${world}`, 0, SIZE)
    expect(explanation.facts!.tested).toBeGreaterThan(40)
    expect(explanation.texts.wordsTested).toBeGreaterThan(40)
    const found = [
      ...explanation.facts!.rows.map(({ fact }) => nameOf(fact)),
      ...explanation.texts.words.map(({ form }) => form),
    ]
    if (found.length > 0) called.push(`${world}: ${found.join(', ')}`)
  }
  // One in twenty at most.
  expect(called.length, called.join('\n')).toBeLessThanOrEqual(WORLDS * 0.05)
})
