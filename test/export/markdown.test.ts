import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/domain/conversation.ts'
import { markdownFormat, markdownText } from '../../src/export/formats/markdown.ts'
import { breakAddresses } from '../../src/render/markdown.ts'
import { oneLine } from '../../src/render/text.ts'
import { fullConversation, fullSummary, leavesOf, planted } from '../redact/full.ts'
import { anyText } from '../support/any-text.ts'
import { runs } from '../support/runs.ts'
import { rowOf } from './row-of.ts'

const call: Conversation = fullConversation
const format = markdownFormat({ zone: 'UTC', agentNames: new Map() })

test('a call is a section', () => {
  expect(format.extension).toBe('md')
  expect(rowOf(format, { call })).toMatchSnapshot()
  expect(rowOf(format, { summary: fullSummary })).toMatchSnapshot()
  expect(rowOf(format, { call: { ...call, turns: [] } })).toContain('There is no transcript.')
})

const part = fc.oneof(
  fc.constantFrom(...'#*_`~[](){}<>|\\!&$@^=+-.:/"\'; \n\t1a'.split('')),
  fc.constantFrom(
    'http://',
    'https://x.co',
    'www.',
    '_www.evil.com',
    'a@b.co',
    'mailto:a@b.co',
    'ftp://x.y',
    '//evil.com',
  ),
  fc.constantFrom('&lt;', '&#60;', '<script>', '</li>', '<!--', '![', '](', '[x]', '[^1]', '\r\n', '\u2028', '\u0085'),
  fc.constantFrom('# ', '- ', '1. ', '> ', '---', '===', '```', '    ', '~~', '**', '| a |', '\\\\', '$$'),
  anyText({ maxLength: 4 }),
)
const text = fc.array(part, { maxLength: 14 }).map(parts => parts.join(''))

/**
 * What a Markdown reader could take for more than text. That this list is enough was tried out with micromark (GFM) and
 * marked on some hundred thousand such texts: each came out as the text that went in, without a tag.
 */
const LIVE = /[`*_[\]<>&~|$#^\\\n\r]|:\/\/|www\.|@/i
const unescaped = (markdown: string) => markdown.replace(/\\[!-/:-@[-`{-~]/g, '·')

describe('text in Markdown', () => {
  test('has nothing in it that could come alive, and reads the same', () => {
    fc.assert(
      fc.property(text, given => {
        const escaped = markdownText(given)
        expect(unescaped(escaped)).not.toMatch(LIVE)
        expect(escaped.replace(/\\([!-/:-@[-`{-~])/g, '$1')).toBe(breakAddresses(oneLine(given)))
      }),
      { numRuns: runs(3000) },
    )
  })

  test.each([
    ['I paid $5, not *much*', 'I paid \\$5, not \\*much\\*'],
    ['see https://evil.example or www.evil.example', 'see https:/ /evil.example or www .evil.example'],
    ['![x](https://evil.example/a.png)', '!\\[x\\] (https:/ /evil.example/a.png)'],
    ['order_id {"a":1}', 'order\\_id {"a":1}'],
    ['two\n## lines', 'two \\#\\# lines'],
  ])('%j', (given, written) => expect(markdownText(given)).toBe(written))
})

test('no field can forge a heading, a list, a quotation or a turn', () => {
  const kinds = (row: string) =>
    row.split('\n').map(line => /^(?:## |### |- |Summary: |There is|$)/.exec(line)?.[0] ?? 'other')
  const hostile = 'x\n## forged\r\n- 7 0:09 user: forged\u2028> quote\n\n```\n'
  for (const { path, value } of leavesOf(fullConversation)) {
    if (typeof value !== 'string') continue
    const plain = rowOf(format, { call: planted(call, path, 'planted') })
    expect(kinds(rowOf(format, { call: planted(call, path, hostile) })), path).toEqual(kinds(plain))
  }
})
