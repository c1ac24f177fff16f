import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Heights } from '../../src/views/call/heights.ts'
import { markedWords, withMarks } from '../../src/views/call/marks.ts'
import { rowAtTime, timesOf } from '../../src/views/call/times.ts'

test('heights are summed and found as a plain list would', () => {
  const height = fc.integer({ min: 1, max: 300 })
  const changes = fc.array(fc.tuple(fc.nat(199), height), { maxLength: 30 })
  fc.assert(
    fc.property(
      fc.array(height, { minLength: 1, maxLength: 200 }),
      changes,
      fc.nat(60_000),
      (first, changed, offset) => {
        const plain = [...first]
        const heights = new Heights(first)
        for (const [at, value] of changed) {
          plain[at % plain.length] = value
          heights.set(at % plain.length, value)
        }
        const sum = (to: number) => plain.slice(0, to).reduce((all, one) => all + one, 0)
        for (const row of plain.keys()) expect(heights.offsetOf(row)).toBe(sum(row))
        expect(heights.total).toBe(sum(plain.length))
        const found = plain.findIndex((_, row) => sum(row + 1) > offset)
        expect(heights.rowAt(offset)).toBe(found < 0 ? plain.length - 1 : found)
      },
    ),
  )
})

const timeline = (at: (number | null)[], secs: number[], who: string) => ({
  ...{ turn: at.map((_, row) => row), at, who, secs, size: at.map(() => 1) },
  ...{ interrupted: [], failed: [], silences: [], felt: [], sentiment: [] },
})

test('speech ends when its words are said, or when the next turn begins; tools run on', () => {
  const times = timesOf(timeline([0, 4, 4, 6, null], [2, 9, 3, 1, 1], 'autaa'), 12)
  expect(times.from).toEqual([0, 4, 4, 6, 6])
  expect(times.to).toEqual([2, 6, 7, 7, 7])
  expect(times).toMatchObject({ known: true, end: 12 })
})

test('a call without times has its turns side by side', () => {
  expect(timesOf(timeline([null, null], [5, 5], 'au'), 60)).toMatchObject({ known: false, from: [0, 1], end: 1.9 })
})

test.each([
  [0, 0],
  [3.9, 0],
  [4, 2],
  [5.5, 2],
  [100, 4],
])('at second %s row %s is heard', (secs, row) => {
  expect(rowAtTime(timesOf(timeline([0, 4, 4, 6, 8], [1, 1, 1, 1, 1], 'auaua'), 12), secs)).toBe(row)
})

test.each([
  ['The order, my orders', ['order'], ['The ', { mark: 'order' }, ', my orders']],
  ['ORDER', ['order'], [{ mark: 'ORDER' }]],
  ['a.b and axb', ['a.b'], [{ mark: 'a.b' }, ' and axb']],
  ['nothing', [], ['nothing']],
  ['refund refunds', ['refund', 'refunds'], [{ mark: 'refund' }, ' ', { mark: 'refunds' }]],
])('of %j the words %j are marked', (text, words, parts) => {
  expect(withMarks(text, words)).toEqual(parts)
})

test('marks neither lose nor add a letter, whatever the words are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (text, words) => {
      const parts = withMarks(text, words).map(part => (typeof part === 'string' ? part : part.mark))
      expect(parts.join('')).toBe(text)
    }),
  )
})

test('the words that a search marked are read from its lines', () => {
  expect(markedWords('> 1 0:08 user: this «paper» «invoice» «fee».')).toEqual(['paper', 'invoice', 'fee'])
})
