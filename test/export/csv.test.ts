import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/domain/conversation.ts'
import { UserInputError } from '../../src/errors.ts'
import { columnsOf, DEFAULT_COLUMNS, needWholeCalls } from '../../src/export/formats/columns.ts'
import { csvFormat } from '../../src/export/formats/csv.ts'
import { csvCell, csvLine, neutralised } from '../../src/export/formats/csv-cell.ts'
import { fullConversation, fullSummary } from '../redact/full.ts'
import { anyText } from '../support/any-text.ts'
import { MORE, runs } from '../support/runs.ts'
import { parseCsv } from './parse-csv.ts'
import { rowOf } from './row-of.ts'

const context = { zone: 'Europe/Berlin', agentNames: new Map<string, string>() }
const call: Conversation = fullConversation

const FORMULA = /^\s*[=+\-@＝＋－＠]/

describe('a cell', () => {
  test.each([
    ['plain', 'plain'],
    ['', ''],
    [null, ''],
    [-0.5, '-0.5'],
    [1_000_000, '1000000'],
    [Number.NaN, ''],
    [true, 'true'],
    ['a, b', '"a, b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+14155550132', "'+14155550132"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t\'=1"'],
    ['\r=1', '"\'\r\'=1"'],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['a;=1', '"a;\'=1"'],
    ['a\n=1', '"a\n\'=1"'],
    ['a";=1', '"a"";\'=1"'],
    ["it's 5-3=2", "it's 5-3=2"],
  ])('%j is written as %j', (value, written) => expect(csvCell(value)).toBe(written))
})

const part = fc.oneof(
  fc.constantFrom(
    ...['=', '+', '-', '@', '\t', '\r', '\n', ',', ';', '"', "'", ' ', '|', '＝', '=HYPERLINK("x")', 'cmd'],
  ),
  anyText({ maxLength: 3 }),
)
const text = fc.array(part, { maxLength: 8 }).map(parts => parts.join(''))
const cell = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null))
const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 })

describe('a table', () => {
  test('is read back as it was, but for apostrophes before what a spreadsheet would run', () => {
    fc.assert(
      fc.property(table, rows => {
        const read = parseCsv(rows.map(csvLine).join(''))
        expect(read.pop()).toEqual([''])
        const plain = (value: unknown) =>
          String(value ?? '')
            .toWellFormed()
            .replaceAll("'", '')
        expect(read.map(row => row.map(plain))).toEqual(rows.map(row => row.map(plain)))
      }),
      { numRuns: runs(1000) },
    )
  })

  test('holds no formula, whatever separator the reader thinks it has', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t', '|'), (rows, separator) => {
        const numbers = new Set(rows.flat().flatMap(value => (typeof value === 'number' ? String(value) : [])))
        const begun = parseCsv(rows.map(csvLine).join(''), separator)
          .flat()
          .filter(field => FORMULA.test(field))
        // A negative number is one, and begins more than a cell where the separator is another.
        const isNumber = (field: string) => [...numbers].some(number => field.trimStart().startsWith(number))
        expect(begun.filter(field => !isNumber(field))).toEqual([])
      }),
      { numRuns: runs(2000) },
    )
  })
})

describe('the table of calls', () => {
  test('has a line of names and one row per call', () => {
    const format = csvFormat(context, {
      columns: ['conversation_id', 'started_at', 'outcome', 'criterion:greeted', 'cost_usd'],
    })
    expect(format.extension).toBe('csv')
    expect(format.head).toBe('conversation_id,started_at,outcome,criterion:greeted,cost_usd\r\n')
    expect(rowOf(format, { call })).toBe('conv_1,2026-10-01T18:28:37+02:00,failure,success,0.1\r\n')
    expect(csvFormat(context, { bom: true }).head).toMatch(/^\ufeffconversation_id,/)
  })

  test('leaves a start that nobody knows empty', () => {
    const format = csvFormat(context, { columns: ['conversation_id', 'started_at', 'status'] })
    expect(rowOf(format, { call: { ...call, startedAt: 0 } })).toBe('conv_1,,done\r\n')
    expect(rowOf(format, { summary: { ...fullSummary, startedAt: 0 } })).toBe('conv_1,,done\r\n')
  })

  test('shows every default column of a full call', () => {
    const [names, values] = parseCsv(csvFormat(context).head + rowOf(csvFormat(context), { call }))
    expect(names).toEqual([...DEFAULT_COLUMNS])
    const empty = names!.filter((_, at) => values![at] === '')
    expect(empty).toEqual([])
    expect(Object.fromEntries(names!.map((name, at) => [name, values![at]]))).toMatchInlineSnapshot(`
      {
        "agent_id": "agent_1",
        "agent_name": "Billing",
        "agent_number": "unknown",
        "branch_id": "branch_1",
        "conversation_id": "conv_1",
        "cost_credits": "10",
        "cost_usd": "0.1",
        "direction": "inbound",
        "duration_secs": "61",
        "ending": "Client ended the call",
        "entries": "1",
        "environment": "staging",
        "error": "1008: no answer",
        "external_number": "anonymous",
        "feedback": "dislike",
        "feedback_comment": "bad",
        "frustration": "0.7",
        "has_audio": "true",
        "interruptions": "1",
        "language": "en",
        "outcome": "failure",
        "queue_wait_secs": "2",
        "rating": "1",
        "score": "0.5",
        "sentiment": "negative",
        "sentiment_score": "-0.5",
        "source": "twilio",
        "started_at": "2026-10-01T18:28:37+02:00",
        "status": "done",
        "summary": "The caller was charged twice.",
        "tag_ids": "tag_1",
        "text_only": "false",
        "title": "Charged twice",
        "tool_calls": "1",
        "tool_errors": "0",
        "tools": "lookup",
        "user_id": "mia",
        "version_id": "version_1",
      }
    `)
  })

  test('is made of list rows, too, with nothing where a list tells nothing', () => {
    const columns = ['conversation_id', 'messages', 'direction', 'tools', 'rating']
    const format = csvFormat(context, { columns: [...columns, 'user_id'] })
    expect(rowOf(format, { summary: fullSummary })).toBe('conv_1,3,inbound,lookup,1,\r\n')
    expect(needWholeCalls(columnsOf(columns, context))).toBe(false)
    for (const more of ['user_id', 'transcript', 'criterion:greeted', 'collected:order', 'variable:plan']) {
      expect(needWholeCalls(columnsOf([...columns, more], context))).toBe(true)
    }
  })

  test('tells which columns stayed empty', () => {
    const format = csvFormat(context, { columns: ['conversation_id', 'criterion:greeted', 'criterion:greted'] })
    expect(format.emptyColumns!()).toEqual(['conversation_id', 'criterion:greeted', 'criterion:greted'])
    rowOf(format, { call })
    expect(format.emptyColumns!()).toEqual(['criterion:greted'])
  })

  test('keeps texts on one line, without what nobody sees; a transcript has a line for each turn', () => {
    const odd = { ...call, title: 'a\r\nb\u202e\u0000\tc', ending: ' =1+1 ' }
    const format = csvFormat(context, { columns: ['title', 'ending', 'transcript'] })
    const [[title, ending, transcript]] = parseCsv(rowOf(format, { call: odd })) as [string[]]
    expect([title, ending]).toEqual(['a b c', "'=1+1"])
    expect(transcript).toContain('0 0:00 agent (node node_1, interrupted')
    expect(transcript!.split('\n')).toHaveLength(2)
  })

  test('makes the transcript of a long call in pieces', MORE, () => {
    const said = ['plain', 'he said "no"; =1+1', 'a\n=2', '"', '|@SUM(A1)', `${'long '.repeat(2000)}end`]
    const turns = Array.from({ length: 1000 }, (_, index) => ({
      ...{ ...call.turns[0]!, index, role: 'user', toolCalls: [], toolResults: [] },
      message: said[index % said.length]!,
    }))
    const format = csvFormat(context, { columns: ['transcript', 'entries'] })
    const pieces = format.row({ call: { ...call, turns } })
    let count = 1
    let step = pieces.next()
    for (; !step.done; step = pieces.next()) count++
    expect(count).toBeGreaterThan(8)
    const [[transcript, number]] = parseCsv(step.value) as [string[]]
    expect(number).toBe('1000')
    const lines = transcript!.split('\n')
    expect(lines).toHaveLength(1000)
    for (const [index, line] of lines.entries()) {
      expect(line.startsWith(`${index} `)).toBe(true)
      expect(line).toContain(said[index % said.length]!.replace('\n', ' ').replace(/([;|])( ?)(?=[=@])/, "$1$2'"))
    }
  })

  test('holds values of any kind as one cell', () => {
    const odd = { ...call, variables: { n: -5, yes: true, list: [1, 'a'], text: '-5', none: null } }
    const columns = ['n', 'yes', 'list', 'text', 'none', 'toString'].map(name => `variable:${name}`)
    expect(rowOf(csvFormat(context, { columns }), { call: odd })).toBe(`-5,true,"[1,""a""]",'-5,,\r\n`)
  })

  test.each([
    [['outcom'], 'Did you mean outcome'],
    [['qqqq'], 'Columns: conversation_id'],
    [['criterion:'], 'criterion:<id>'],
    [['constructor'], 'Unknown column'],
    [['title', 'title'], 'given twice'],
  ])('is refused with columns %j', (columns, words) => {
    expect(() => csvFormat(context, { columns })).toThrow(UserInputError)
    expect(() => csvFormat(context, { columns })).toThrow(words)
  })
})

test.each([
  [`a;${' '.repeat(300_000)}=1`, `a;${' '.repeat(300_000)}'=1`],
  [`a;${' '.repeat(300_000)}b`, `a;${' '.repeat(300_000)}b`],
  [`a${' '.repeat(300_000)}=1`, `a${' '.repeat(300_000)}=1`],
  [`a${'\n'.repeat(300_000)};\tb|-1`, `a${'\n'.repeat(300_000)};'\tb|'-1`],
])('a cell with a run of blanks without end is guarded like any other', (text, guarded) => {
  expect(neutralised(text) === guarded).toBe(true)
})
