import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonlFormat } from '../../src/export/formats/jsonl.ts'
import { fullConversation, fullSummary } from '../redact/full.ts'
import { anyText } from '../support/any-text.ts'
import { runs } from '../support/runs.ts'
import { rowOf } from './row-of.ts'

const format = jsonlFormat()

test("the API's own JSON is written as it is, one object a line", () => {
  const body = { conversation_id: 'conv_1', odd: [1, { 'a\u2028': null }] }
  const line = rowOf(format, { body })
  expect(JSON.parse(line)).toEqual(body)
  expect(line.split(/[\n\u2028]/)).toHaveLength(2)
})

test('whatever is said, a line is a line and reads back the same', () => {
  fc.assert(
    fc.property(anyText(), said => {
      const message = `${said}\u2028\r\n\u0085"`
      const line = rowOf(format, { body: { transcript: [{ message }] } })
      expect(line.slice(0, -1)).not.toMatch(/[\n\r\u2028\u2029]/)
      expect(line.endsWith('\n')).toBe(true)
      expect(JSON.parse(line).transcript[0].message).toBe(message)
    }),
    { numRuns: runs(200) },
  )
})

test('nothing else is written: it would not be what the API gives', () => {
  expect(() => rowOf(format, { call: fullConversation })).toThrow(TypeError)
  expect(() => rowOf(format, { summary: fullSummary })).toThrow(TypeError)
})
