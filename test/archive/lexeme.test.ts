import { describe, expect, test } from 'vitest'
import { beginningOf, lexemeOf, vectorText } from '../../src/archive/postgres/lexeme.ts'
import { jsonText } from '../../src/archive/select/comparison.ts'

describe('a word that PostgreSQL would refuse', () => {
  const long = (end: string) => '語'.repeat(700) + end

  test('is told from others by a digest, and begins as it did', () => {
    expect(lexemeOf('refund')).toBe('refund')
    expect(lexemeOf(long('a'))).not.toBe(lexemeOf(long('b')))
    expect(lexemeOf(long('a'))).toBe(lexemeOf(long('a')))
    for (const word of [long('a'), 'x'.repeat(5000), `${'x'.repeat(599)}😀😀`, 'ǆ'.repeat(2000)]) {
      expect(Buffer.byteLength(lexemeOf(word))).toBeLessThan(2046)
      expect(lexemeOf(word).startsWith(beginningOf(word))).toBe(true)
      expect(lexemeOf(word).isWellFormed()).toBe(true)
    }
    expect(beginningOf('refund')).toBe('refund')
  })

  test('is left out where a row has no room for it, and those before it stay', () => {
    const words = Array.from({ length: 50_000 }, (_, at) => [`${'w'.repeat(40)}${at}`, new Set([`${at}A`])] as const)
    const text = vectorText(new Map(words))
    expect(text.startsWith(`'${words[0]![0]}':0A '${words[1]![0]}':1A `)).toBe(true)
    const kept = text.split(' ').length
    expect(kept).toBeGreaterThan(15_000)
    expect(kept).toBeLessThan(25_000)
  })
})

test.each([
  ['a\0b', '"a\uFFFDb"'],
  ['\\u0000', '"\\\\u0000"'],
  ['\\\0', '"\\\\\uFFFD"'],
  ['\ud800x\udfff', '"\uFFFDx\uFFFD"'],
  ['\u0001\n"😀', '"\\u0001\\n\\"😀"'],
  [{ a: ['\0'] }, '{"a":["\uFFFD"]}'],
  [3, '3'],
])('%o as JSON that every engine reads', (value, text) => {
  expect(jsonText(value)).toBe(text)
})
