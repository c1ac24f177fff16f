import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parsedInPieces } from '../../src/api/json.ts'
import { parseExactly } from '../../src/exact-json.ts'
import { runs } from '../support/runs.ts'

/** Long enough to be taken apart, whatever stands before it. */
const tail = { list: Array.from({ length: 30_000 }, (_, at) => ({ at, text: `"${at}" \\ [${at}] {,` })), last: [] }

const parsed = (text: string) => {
  const pieces = parsedInPieces(text)
  for (let count = 0; ; count++) {
    const { done, value } = pieces.next()
    if (done) return { value, count }
  }
}

it('a long answer is parsed in pieces, and to what JSON.parse gives', () => {
  const { value, count } = parsed(JSON.stringify(tail, null, 1))
  expect(count).toBeGreaterThan(5)
  expect(value).toEqual(tail)
  expect(parsed('{"a": [1, 2]}')).toEqual({ value: { a: [1, 2] }, count: 0 })
})

it('holds for any object before it', () => {
  const json = JSON.stringify(tail).slice(1)
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), object => {
      const before = JSON.stringify(object).slice(0, -1)
      const text = before === '{' ? `{${json}` : `${before},${json}`
      expect(parsed(text).value).toEqual(parseExactly(text))
    }),
    { numRuns: runs(40) },
  )
})

it.each(['', ',', '}', ' x', '{', ']'])('what is not JSON is refused: %j at its end', end => {
  const text = JSON.stringify(tail).slice(0, end === '' ? -1 : undefined) + end
  expect(() => parsed(text)).toThrow(SyntaxError)
})

it('refuses it within a list', () => {
  const wrong = (from: string, to: string) => JSON.stringify(tail).replace(from, to)
  for (const text of [wrong('},{', '},,{'), wrong('},{', '}{'), wrong('"at":7,', '"at":7 8,'), wrong('[]', '[1,]')]) {
    expect(() => parsed(text)).toThrow(SyntaxError)
  }
})
