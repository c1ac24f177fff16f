import { describe, expect, test } from 'vitest'
import { OTHERS } from '../../src/tools/analyze/cells.ts'
import type { AnalyzeAnswer } from '../../src/tools/analyze/schema.ts'
import { analysisFigures } from '../../src/views/numbers/analysis.ts'
import { callsBehind } from '../../src/views/numbers/behind.ts'
import { chartFor } from '../../src/views/numbers/choose.ts'
import { csvOf } from '../../src/views/numbers/grid.ts'
import { measureTitle, NumberTable, shownCell } from '../../src/views/numbers/table.ts'

type Rows = AnalyzeAnswer['rows']

function tableOf(groups: string[], rows: Rows, more: Partial<AnalyzeAnswer> = {}): NumberTable {
  const columns = [
    ...groups,
    'count',
    'success_rate',
    'success_rate.k',
    'success_rate.n',
    'success_rate.low',
    'success_rate.high',
  ]
  const definitions = [
    ...groups.map(name => ({ name, definition: `Group ${name}.` })),
    { name: 'count', unit: 'calls', definition: 'All calls.' },
    { name: 'success_rate', unit: 'share', definition: 'Successes.' },
  ]
  return new NumberTable({ coverage: { counts: '', read: '' }, columns, rows, definitions, ...more })
}

describe('the chart follows from the question', () => {
  const rows = (...keys: (string | null)[][]): Rows => keys.map(key => [...key, 3, 0.5, 1, 2, 0.1, 0.9])
  const byAgent = (count: number) => rows(...Array.from({ length: count }, (_, at) => ['2026-11-01', `agent ${at}`]))
  test.each([
    ['no groups', [], rows([]), ['tiles', 'tiles']],
    ['a period', ['day'], rows(['2026-11-01']), ['columns', 'line']],
    ['a weekday', ['weekday'], rows(['Monday']), ['columns', 'columns']],
    ['anything else', ['agent'], rows(['Sales']), ['bars', 'bars']],
    ['a period and a few others', ['day', 'agent'], byAgent(4), ['lines', 'lines']],
    ['a period and many others', ['day', 'agent'], byAgent(5), ['multiples', 'multiples']],
    [
      'what is not shown is no line',
      ['day', 'agent'],
      [...byAgent(4), ...rows(['(others)', '(others)'])],
      ['lines', 'lines'],
    ],
    ['others and a period', ['agent', 'week'], rows(['Sales', '2026-11-02']), ['lines', 'lines']],
    ['two that are no periods', ['agent', 'outcome'], rows(['Sales', 'failure']), ['bars', 'bars']],
    ['three', ['agent', 'day', 'outcome'], rows(['Sales', '2026-11-01', 'failure']), ['bars', 'bars']],
  ] as const)('%s', (_, groups, own, kinds) => {
    const table = tableOf([...groups], [...own])
    expect(['count', 'success_rate'].map(metric => chartFor(table, metric))).toEqual(kinds)
  })

  test('a comparison', () => {
    const comparison = { with: 'the previous period', calls: 1, window: '', filters: '', shared: 0 }
    expect(chartFor(tableOf(['agent'], [], { comparison }), 'count')).toBe('comparison')
  })
})

test('a number has its interval and n; one that is missing is none; a period that is cut is partial', () => {
  const table = tableOf(
    ['day'],
    [
      ['2026-11-02', 4, 0.5, 2, 4, 0.2, 0.8],
      ['2026-11-01', 0, null, 0, 0, null, null],
    ],
    { partial: ['2026-11-02'] },
  )
  const [count, rate] = table.measures
  const points = table.answer.rows.map(row => table.point(row, rate!, 'value'))
  expect(points).toEqual([
    { label: '2026-11-02', value: 0.5, n: 4, low: 0.2, high: 0.8, partial: true },
    { label: '2026-11-01', value: null, n: 0, low: null, high: null, partial: false },
  ])
  expect(table.point(table.answer.rows[1]!, count!, 'value').value).toBe(0)
})

test('time runs from left to right, whatever the order of the rows', () => {
  const table = tableOf(
    ['day'],
    [
      ['2026-11-02', 4, 0.5, 2, 4, 0, 1],
      ['2026-11-01', 3, 1, 3, 3, 0, 1],
    ],
  )
  const [figure] = analysisFigures(table)
  expect([0, 1].map(mark => figure!.keys(mark, -1))).toEqual([[['day', '2026-11-01']], [['day', '2026-11-02']]])
})

test('days that are not shown are no point in time, and of agents a bar', () => {
  const figureOf = (group: string, key: string) =>
    analysisFigures(
      tableOf(
        [group],
        [
          [key, 4, 0.5, 2, 4, 0, 1],
          [OTHERS, 30, 1, 30, 30, 0.9, 1],
        ],
      ),
    )
  for (const { note, keys } of figureOf('day', '2026-11-02')) {
    expect(note).toBe('1 more in the table.')
    expect([0, 1].map(mark => keys(mark, -1))).toEqual([[['day', '2026-11-02']], null])
  }
  for (const { note, keys } of figureOf('agent', 'Sales')) {
    expect(note).toBeUndefined()
    expect(keys(1, -1)).toEqual([['agent', OTHERS]])
  }
})

test('a point of several lines stands for its period, one of small charts for both groups', () => {
  const few = tableOf(
    ['agent', 'day'],
    [
      ['Sales', '2026-11-01', 3, 1, 3, 3, 0, 1],
      ['Care', '2026-11-02', 3, 1, 3, 3, 0, 1],
    ],
  )
  expect(analysisFigures(few)[0]!.keys(1, -1)).toEqual([['day', '2026-11-02']])
  const many = tableOf(
    ['day', 'agent'],
    [0, 1, 2, 3, 4].map(at => ['2026-11-01', `agent ${at}`, 3, 1, 3, 3, 0, 1]),
  )
  expect(analysisFigures(many)[0]!.keys(0, 3)).toEqual([
    ['day', '2026-11-01'],
    ['agent', 'agent 3'],
  ])
})

test.each([
  [
    { after: '30d', metrics: ['count'], group_by: ['agent'] },
    [['agent', 'Sales']],
    { after: '30d', agent_id: 'Sales' },
  ],
  [{ after: '30d', before: '2026-12-01' }, [['day', '2026-11-02']], { after: '2026-11-02', before: '2026-11-02' }],
  [{ agent_id: 'Sales' }, [['week', '2026-10-26']], { agent_id: 'Sales', after: '2026-10-26', before: '2026-11-01' }],
  [{ after: '90d', before: 'today' }, [['month', '2026-10']], { after: '2026-10' }],
  [
    { where: ['rating_max=2', 'termination_reasons=a=b'] },
    [['tool', 'lookup']],
    { rating_max: '2', termination_reasons: 'a=b', tool_names: ['lookup'] },
  ],
  [{}, [['criterion_result', 'polite: failure']], { evaluation_params: ['polite:failure'] }],
  [{}, [['agent', null]], null],
  [{}, [['weekday', 'Monday']], null],
  [{}, [['agent', OTHERS]], null],
] as const)('the calls behind %j %j are those of %j', (input, keys, wanted) => {
  expect(callsBehind({ ...input }, keys as never)).toEqual(wanted)
})

test.each([
  ['p50', 'median'],
  ['p95', '95th percentile'],
  ['p1', '1st percentile'],
  ['p11', '11th percentile'],
  ['p22', '22nd percentile'],
  ['p73', '73rd percentile'],
  ['p99.5', '99.5th percentile'],
])('%s is the %s', (stat, name) => {
  expect(measureTitle({ name: 'duration', unit: 's' }, stat)).toBe(`Duration, ${name}`)
})

test('a copied table has whole numbers, and no text becomes a formula', () => {
  const table = tableOf(['agent'], [['=HYPERLINK("x")', 3, 0.123456, 1, 2, null, 0.9]], {
    total: [[null, 3, 0.1, 1, 2, 0, 1]],
  })
  expect(csvOf(table).split('\r\n').slice(1, 3)).toEqual([`"'=HYPERLINK(""x"")",3,0.123456,1,2,,0.9`, ',3,0.1,1,2,0,1'])
})

test.each([
  [0.5, 'success_rate', undefined, '50.0 %'],
  [4, 'success_rate.n', undefined, '4'],
  [null, 'success_rate', undefined, '–'],
  [-0.1, 'difference', 'success_rate', '-10.0 points'],
  [0.1, 'value', 'success_rate', '10.0 %'],
  [40, 'other_n', 'success_rate', '40'],
] as const)('the cell %s of %s (%s) is shown as %s', (cell, column, metric, shown) => {
  expect(shownCell(cell, column, tableOf([], []).measures, metric)).toBe(shown)
})
