import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UserInputError } from '../../src/errors.ts'
import { fileStem } from '../../src/export/files/file-name.ts'
import { anyText } from '../support/any-text.ts'
import { runs } from '../support/runs.ts'

describe('a suggested name', () => {
  test.each([
    ['calls-october', 'calls-october'],
    ['calls.csv', 'calls'],
    ['calls.CSV', 'calls'],
    ['calls.txt', 'calls.txt'],
    ['März 2026: „Ärger“', 'März 2026- „Ärger“'],
    ['通話', '通話'],
    ['', 'export'],
    ['   ', 'export'],
    ['.csv', 'export'],
    ['.hidden', 'hidden'],
    ['-rf', 'rf'],
    ['~', 'export'],
    ['a<b>c:d"e|f?g*h', 'a-b-c-d-e-f-g-h'],
    ['trailing. . ', 'trailing'],
    ['line\nbreak\u0000\u202egnp', 'line breakgnp'],
    ['CON', 'CON_'],
    ['con.csv', 'con_'],
    ['nul.tar', 'nul_.tar'],
    ['Com1', 'Com1_'],
    ['lpt¹', 'lpt¹_'],
    ['console', 'console'],
    ['$(rm) `x`', '(rm) -x-'],
    ['x'.repeat(300), 'x'.repeat(120)],
    ['👩‍👩‍👧'.repeat(20), '👩‍👩‍👧'.repeat(6)],
  ])('%j becomes %j', (suggested, stem) => expect(fileStem(suggested, 'csv')).toBe(stem))

  test.each([
    '../calls',
    '..',
    '.',
    '/etc/passwd',
    'a/b',
    'a\\b',
    'C:\\calls',
    'c:calls',
    '\\\\server\\share',
    'a/../b',
    '~/x',
  ])('that is a path is refused: %j', suggested => expect(() => fileStem(suggested, 'csv')).toThrow(UserInputError))

  test('is a name on every system, or refused', () => {
    const part = fc.oneof(fc.constantFrom('/', '\\', '..', '.', ' ', '\u0000', ':', 'con', 'nul', '.csv'), anyText())
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }).map(parts => parts.join('')),
        suggested => {
          let stem: string
          try {
            stem = fileStem(suggested, 'csv')
          } catch (error) {
            expect(error).toBeInstanceOf(UserInputError)
            return
          }
          expect(stem).toMatch(/^[^.\s/\\<>:"|?*\u0000-\u001f-][^/\\<>:"|?*\u0000-\u001f]*(?<![\s.])$/u)
          expect(stem).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i)
          expect(Buffer.byteLength(stem)).toBeLessThanOrEqual(121)
        },
      ),
      { numRuns: runs(500) },
    )
  })
})
