import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseExactly } from '../src/exact-json.ts'
import { runs } from './support/runs.ts'

/** Any JSON, with whole numbers of every length in it. */
const { json: anyJson } = fc.letrec(tie => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }),
    fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: fc.constantFrom(...'12345678901234567890,:[]{}\\" -.e') }),
    fc.constantFrom(null, true, false),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: fc.constantFrom(...'123456789012345678":,\\') }), tie('json'), { maxKeys: 4 }),
  ),
}))

type Json = bigint | number | string | boolean | null | Json[] | { [name: string]: Json }

function written(value: Json, blank: string): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const between = `${blank},${blank}`
  if (Array.isArray(value)) return `[${blank}${value.map(one => written(one, blank)).join(between)}${blank}]`
  const members = Object.entries(value).map(
    ([name, one]) => `${JSON.stringify(name)}${blank}:${blank}${written(one, blank)}`,
  )
  return `{${blank}${members.join(between)}${blank}}`
}

/** A whole number that a double cannot count exactly is the text of its digits. */
function read(value: Json): unknown {
  if (typeof value === 'bigint') return value > -(2n ** 53n) && value < 2n ** 53n ? Number(value) : String(value)
  if (typeof value === 'number') return /^-?\d+$/.test(String(value)) ? read(BigInt(String(value))) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(read)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, read(one)]))
}

it('keeps the digits of whole numbers, and is JSON.parse for all else', () => {
  fc.assert(
    fc.property(anyJson, fc.constantFrom('', ' ', '\n\t'), (value, blank) => {
      expect(parseExactly(written([value as Json], blank))).toEqual([read(value as Json)])
    }),
    { numRuns: runs(300) },
  )
})

it.each([
  '012345678901234567890',
  '[12345678901234567890 1]',
  '{12345678901234567890: 1}',
  '{"a" 12345678901234567890}',
  '{"a": 12345678901234567890"b"}',
  '[12345678901234567890',
])('what is no JSON stays none: %s', json => expect(() => parseExactly(json)).toThrow(SyntaxError))

it.each(['1234567890123456789.5', '12345678901234567890e2', '0.12345678901234567890', '1e-12345678901234567890'])(
  'a number with a fraction or an exponent is no id: %s',
  json => expect(parseExactly(`[${json}]`)).toEqual([Number(json)]),
)
