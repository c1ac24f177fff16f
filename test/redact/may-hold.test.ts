import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { atOnce } from '../../src/pieces.ts'
import { type Finders, newScope } from '../../src/redact/finder.ts'
import { makeFinders } from '../../src/redact/finders.ts'
import { mayHold } from '../../src/redact/may-hold.ts'
import { ascii, visible } from '../../src/redact/visible.ts'
import { many, runs } from '../support/runs.ts'

/* The quick look at a text lets no finder miss what it would find. */

let finders: Finders
beforeAll(async () => {
  finders = await makeFinders()
})

/** What personal data is written with, and what stands beside it. */
const SIGNS = [
  ...['415', '5', '0132', '555', '12', '4111', '1111', '90210', '78051120', '2026-10-05', '2026-10-05T14:30:00Z', '10'],
  ...[
    '+',
    '+1 ',
    '(',
    ')',
    '-',
    '.',
    ', ',
    ' ',
    '  ',
    '/',
    '_',
    '\n',
    '"',
    ': ',
    '…',
    '%2B',
    '%40',
    '@',
    '\u200b',
    '٤',
    '＠',
  ],
  ...['one', 'Five', 'fünf', 'double', 'oh', 'um', 'and', 'then', 'at', 'dot', 'punkt', 'com', 'jane', 'example'],
  ...[
    'DE89',
    'DE',
    '370400440532013000',
    'is',
    'AB',
    'C',
    'X',
    'Z',
    'a',
    'street',
    'Main',
    'Hauptstraße',
    'rue',
    'Paix',
    'NW1 6XE',
  ],
  ...[
    'account number',
    'routing',
    'passport',
    'ssn',
    'phone',
    'order',
    'call me at',
    'é',
    '中',
    '\u001b[1m',
    '12 Main Street',
  ],
  ...[
    'DE89 3704 0044 0532 0130 00',
    'GB82WEST12345698765432',
    'AB 12 34 56 C',
    'X1234567L',
    '529.982.247-25',
    '123-45-6789',
  ],
]

test('what a finder finds is never passed over', () => {
  const text = fc.array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength: 14 }).map(signs => signs.join(''))
  const spaced = fc.array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength: 14 }).map(signs => signs.join(' '))
  const found = new Set<number>()
  fc.assert(
    fc.property(fc.oneof(text, spaced), written => {
      const may = mayHold(written)
      const seen = ascii(visible(written))
      for (const [place, [kind, find, needed]] of finders.entries()) {
        if (needed === null) continue
        const finding = find(seen, newScope(), '')
        const hits = Array.isArray(finding) ? finding : atOnce(finding)
        if (hits.length === 0) continue
        found.add(place)
        expect([kind, may & needed], written).not.toEqual([kind, 0])
      }
    }),
    { numRuns: runs(3000) },
  )
  // They had something to find.
  expect(found.size).toBeGreaterThan(many(3, 9))
})

test.each([
  'Where is it now, and when will it be here?',
  'I paid $1,240.50 on 2026-10-05 for 7 seats.',
  '{"user_id":"mia","from":"2026-10-05T14:30:00.123+02:00","max":4}',
  'call_3f0a82773745ecf',
  'It is 5 to 12, and one of us is at platform 9.',
])('nothing is looked for in: %s', text => {
  expect(mayHold(text) & ~256).toBe(0)
})
