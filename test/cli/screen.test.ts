import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, inject, test } from 'vitest'
import { printAnswer } from '../../src/cli/print-answer.ts'
import type { Color } from '../../src/cli/program.ts'
import { cutTo, fitWidths, padTo, widthOf, wrapTo } from '../../src/cli/screen/columns.ts'
import { bar, sparkline } from '../../src/cli/screen/pictures.ts'
import { shown } from '../../src/cli/screen/shown.ts'
import { tsv } from '../../src/render/table.ts'
import type { Terminal } from '../../src/terminal.ts'
import { calls } from '../check/worlds.ts'
import { command } from '../support/command.ts'
import { runs } from '../support/runs.ts'
import { ALL_TRICKS, HIDDEN } from '../support/tricks.ts'

/* Answers on a screen. What goes to a file or a program is what the tests of commands read. */

const plain = (text: string, columns = 80): string => shown(text, { columns, hasColour: false })
const colourful = (text: string, columns = 80): string => shown(text, { columns, hasColour: true })
const ESC = '\u001b'
// What we write ourselves.
const withoutOurs = (text: string): string => text.replaceAll(/\u001b\[\d{1,2}m/g, '')

const BY_DAY = tsv({
  columns: ['day', 'count', 'success_rate'],
  rows: [
    ['2026-11-22', 4, '100.0 % (2/2; 34.2-100.0)'],
    ['2026-11-21', 0, '- (0/0)'],
    ['2026-11-20', 15, '20.0 % (3/15; 7.0-45.2)'],
    ['2026-11-19', 9, '60.0 % (6/10; 31.3-83.2)'],
  ],
})

test('tables stand in columns, shares have bars, a series of days a sparkline', () => {
  expect(plain(`16 calls.\n${BY_DAY}\nDefinitions:`)).toMatchInlineSnapshot(`
    "16 calls.
    day         count  success_rate
    2026-11-22      4  ████████ 100.0 % (2/2; 34.2-100.0)
    2026-11-21      0  - (0/0)
    2026-11-20     15  █▋······ 20.0 % (3/15; 7.0-45.2)
    2026-11-19      9  ████▊··· 60.0 % (6/10; 31.3-83.2)
    count        ▅█▁▃ 0 to 15
    success_rate ▅▁·█ 20 to 100 %
    Definitions:"
  `)
})

test('what is no day is no part of their sparkline', () => {
  const days = [4, 15, 9].map((count, at) => [`2026-11-2${2 - at}`, count])
  const rows = [...days, ['(none)', 1], ['(others)', 201]]
  expect(plain(`head\n${tsv({ columns: ['day', 'count'], rows })}`, 80)).toContain('count ▄█▁ 4 to 15')
})

test('where it is narrow, bars go first, then words are cut; ids and times stay', () => {
  expect(plain(BY_DAY, 46).split('\n')[1]).toBe('2026-11-22      4  100.0 % (2/2; 34.2-100.0)')
  const titled = tsv({
    columns: ['id', 'started', 'agent', 'title'],
    rows: [['conv_0123456789', '2026-11-22 11:57', 'Parcel Tracking', '荷物はどこですか、もう三日待っています 📦']],
  })
  expect(plain(titled, 68)).toMatchInlineSnapshot(`
    "id               started           agent            title
    conv_0123456789  2026-11-22 11:57  Parcel Tracking  荷物はどこです…"
  `)
  for (const line of plain(titled, 30).split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(8 * 4 + 6)
})

test('where it is too narrow for ids, they stand whole below their rows', () => {
  const id = 'conv_82015tnzky07zf41cf7pn0cgq4pe'
  const calls = tsv({
    columns: ['id', 'started', 'duration', 'agent'],
    rows: [[id, '2026-11-22 11:57', '0:58', 'Parcel Tracking of the North']],
  })
  expect(plain(calls, 80).split('\n')[1]).toContain(id)
  expect(plain(calls, 60)).toMatchInlineSnapshot(`
    "started           duration  agent
    2026-11-22 11:57      0:58  Parcel Tracking of the North
      conv_82015tnzky07zf41cf7pn0cgq4pe"
  `)
})

test('names of metrics stand over their statistics where there is no room for both', () => {
  const stats = ['n', 'avg', 'p50', 'p95'].map(stat => `felt_latency.${stat}`)
  const waits = tsv({
    columns: ['agent', 'count', ...stats, 'duration.p95'],
    rows: [['Parcel Tracking', 24, 103, 2.248, 1.479, 4.438, 61]],
  })
  expect(plain(waits, 120).split('\n')[0]).toContain('felt_latency.avg')
  expect(plain(waits, 80)).toMatchInlineSnapshot(`
    "                        felt_latency
    agent            count    n    avg    p50    p95  duration.p95
    Parcel Tracking     24  103  2.248  1.479  4.438            61"
  `)
  for (const width of [30, 60, 80]) {
    const [over, names] = plain(waits, width).split('\n')
    // It begins where the first of them does.
    expect(names!.slice(over!.search(/\S/) - 2)).toMatch(/^ {2,}n\b/)
  }
})

test('prose is broken at blanks, and what people copy is not', () => {
  const lines = plain('   same calls: tag = tool trouble; last_tool = transfer\n\nshort', 30).split('\n')
  expect(lines).toEqual(['   same calls: tag = tool', '     trouble; last_tool =', '     transfer', '', 'short'])
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'bc', ' ', '荷') }),
      fc.integer({ min: 8, max: 40 }),
      (text, width) => {
        const wrapped = wrapTo(text, width)
        const squeezed = (one: string): string => one.replace(/ +/g, ' ').trim()
        expect(squeezed(wrapped.join(' '))).toBe(squeezed(text))
        for (const line of wrapped) {
          const hasLong = line.split(' ').some(word => widthOf(word) > width / 2 - 2)
          if (!hasLong && line.trim() !== '' && !/^ {2,}/.test(text)) expect(widthOf(line)).toBeLessThanOrEqual(width)
        }
      },
    ),
    { numRuns: runs(1000) },
  )
  const cursor = `next_cursor: ${'x'.repeat(30)} ${'y'.repeat(30)}`
  expect(plain(cursor, 40)).toBe(cursor)
})

test('a next call is shown as it is typed here', () => {
  const call = (json: string): string => plain(`Next: get_conversation ${json}`, 20)
  expect(call('{"conversation_id":"conv_1","around_turn":8}')).toBe(
    'Next: get_conversation --conversation-id conv_1 --around-turn 8',
  )
  expect(call(`{"agent_id":"Bob's $(shop)","group_by":["day","tool"],"text_only":true}`)).toBe(
    "Next: get_conversation --agent-id 'Bob'\\''s $(shop)' --group-by day --group-by tool --text-only true",
  )
  expect(call('{no JSON}')).toBe('Next: get_conversation {no JSON}')
})

test('colours say head, verdict and outcome, and nothing else changes', () => {
  const text = `INCOMPLETE: x\nFAILED  a: 1\nunknown b\nok      c\n${tsv({ columns: ['id', 'outcome'], rows: [['a', 'failure'], ['b', 'success'], ['c', 'x']] })}` // biome-ignore format: one line
  const painted = colourful(text)
  expect(withoutOurs(painted)).toBe(plain(text))
  expect(painted).toContain(`${ESC}[31mFAILED `)
  expect(painted).toContain(`${ESC}[31mfailure${ESC}[39m`)
  expect(painted).toContain(`${ESC}[32msuccess${ESC}[39m`)
})

test('of what others wrote nothing commands the terminal', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.oneof(fc.constantFrom(...ALL_TRICKS), fc.string()), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 }), // biome-ignore format: one line
      fc.integer({ min: 10, max: 200 }),
      (rows, columns) => {
        const text = `head\n${tsv({ columns: ['day', 'success_rate', 'title'], rows })}`
        for (const line of withoutOurs(colourful(text, columns)).split('\n')) expect(line).not.toMatch(HIDDEN)
        expect(plain(text, columns).split('\n').length).toBeGreaterThanOrEqual(rows.length + 2)
      },
    ),
    { numRuns: runs(400) },
  )
})

test('any text is cut to its width and padded to it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (text, width) => {
      const cut = cutTo(text, width)
      expect(widthOf(cut)).toBeLessThanOrEqual(width)
      expect(widthOf(padTo(cut, width, true))).toBe(width)
      if (widthOf(text) <= width) expect(cut).toBe(text)
    }),
    { numRuns: runs(1000) },
  )
})

test('widths fit whatever there is room for', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.boolean()), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 20, max: 200 }),
      (columns, room) => {
        const natural = columns.map(([width]) => width)
        const widths = fitWidths(natural, columns.map(([, kept]) => kept), room) // biome-ignore format: one line
        const all = widths.reduce((sum, width) => sum + width, 2 * (widths.length - 1))
        if (all > room) expect(widths.every((width, at) => width === Math.min(natural[at]!, 8))).toBe(true)
        // Nothing is cut without need.
        else if (widths.some((width, at) => width < natural[at]!)) expect(all).toBe(room)
      },
    ),
    { numRuns: runs(1000) },
  )
})

describe('pictures', () => {
  test.each([
    [0, '········'],
    [0.001, '▏·······'],
    [0.5, '████····'],
    [1, '████████'],
  ])('a share of %d is %s', (share, drawn) => {
    expect(bar(share)).toBe(drawn)
  })

  test('no number is not the smallest', () => {
    expect(sparkline([0, null, 5, 10])).toBe('▁·▅█')
    expect(sparkline([3, 3])).toBe('▄▄')
  })
})

describe('an answer', () => {
  async function printed(color: Color, columns: number | undefined, env: Record<string, string> = {}) {
    let stdout = ''
    const out = (text: string) => {
      stdout += text
    }
    await printAnswer({ columns, env, out } as Terminal, BY_DAY, color)
    return stdout
  }

  test('goes to a file or a program as it is', async () => {
    expect(await printed('auto', undefined)).toBe(`${BY_DAY}\n`)
    expect(await printed('auto', undefined, { COLUMNS: '100' })).toBe(`${BY_DAY}\n`)
  })

  test.each([
    ['auto', {}, 100, true],
    ['never', {}, 100, false],
    ['auto', { NO_COLOR: '1' }, 100, false],
    ['auto', { NO_COLOR: '' }, 100, true],
    ['auto', { TERM: 'dumb' }, 100, false],
    ['always', { NO_COLOR: '1' }, 100, true],
    ['always', {}, undefined, true],
  ] as const)('--color %s with %j on %s columns', async (color, env, columns, hasColour) => {
    const stdout = await printed(color, columns, env)
    expect([stdout.includes(ESC), stdout.includes('\t')]).toEqual([hasColour, false])
  })
})

test('a command on a screen lays out its answer, and leaves JSON alone', async () => {
  const data = join(mkdtempSync(join(inject('shared'), 'screen-')), 'calls.jsonl')
  writeFileSync(
    data,
    calls(2, {})
      .map(body => `${JSON.stringify(body)}\n`)
      .join(''),
  )
  const list = ['--data', data, 'list_conversations']
  const { stdout } = await command([...list, '--color', 'never'], { columns: 120 })
  expect(stdout).toMatch(/\nid {9}started {11}duration/)
  const json = await command([...list, '--json'], { columns: 120 })
  expect(JSON.parse(json.stdout).rows).toHaveLength(2)
})
