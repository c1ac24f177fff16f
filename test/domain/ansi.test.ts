import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutAnsi } from '../../src/domain/ansi.ts'
import { runs } from '../support/runs.ts'

test("is Node's own stripping on all but endless beginnings of a sequence", () => {
  const part = fc.constantFrom(
    '\u001b',
    '\u009b',
    '[',
    ']',
    '(',
    ')',
    '#',
    ';',
    '?',
    '1',
    '31',
    'm',
    'K',
    'A',
    '\u0007',
    'é',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 16 }), parts => {
      expect(withoutAnsi(parts.join(''))).toBe(stripVTControlCharacters(parts.join('')))
    }),
    { numRuns: runs(300) },
  )
})

test('one that never ends is looked at once', () => {
  expect(withoutAnsi(`a\u001b${'['.repeat(500_000)}b`)).toHaveLength(
    stripVTControlCharacters(`a\u001b${'['.repeat(16)}b`).length,
  )
})
