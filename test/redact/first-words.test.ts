import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FirstWords } from '../../src/redact/first-words.ts'
import { runs } from '../support/runs.ts'

/** Names, ids and dates in pieces, and what stands beside them. */
const PIECES = [
  ...[
    'maria',
    'MARIA',
    'Castellanos',
    'ana',
    'b',
    '12',
    '1980',
    '-05-04',
    'kirchweg',
    '7',
    '+49',
    'šimek',
    'Šimek',
    'é',
  ],
  ...[' ', '  ', '-', '_', ',', '.', '/', "'", '\n', '{"', '":"', '中村', 'ΑΝΑ', '\u212a', '\u200b', 'ﬁ', '@'],
]
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map(pieces => pieces.join(''))
const phrase = text.filter(one => one.trim() !== '').map(one => one.toLowerCase())

const escaped = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** As a word of its own, in whatever case. */
const standsIn = (phrase: string, text: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}])${escaped(phrase)}(?![\\p{L}\\p{N}])`, 'iu').test(text)

test('what begins with a known word, and stands there by itself, is never passed over', () => {
  fc.assert(
    fc.property(fc.array(phrase, { minLength: 1, maxLength: 5 }), text, text, text, (phrases, before, after, alone) => {
      const words = new FirstWords()
      for (const one of phrases) words.add(one)
      for (const given of [before + phrases[0]!.toUpperCase() + after, before + phrases[0] + after, alone]) {
        if (phrases.some(one => standsIn(one, given))) expect([given, words.mayBeIn(given)]).toEqual([given, true])
      }
    }),
    { numRuns: runs(500) },
  )
})

test('most of what holds none is passed over', () => {
  const words = new FirstWords()
  for (const one of ['maria castellanos', 'maria', '12 kirchweg', '1980-05-04']) words.add(one)
  expect(words.mayBeIn('Where is it now, and when will it be here? I have paid $120 on 2026-10-05.')).toBe(false)
  expect(words.mayBeIn('marianne and 1980s')).toBe(true)
  expect(words.mayBeIn('marianne and 19805')).toBe(false)
})
