import { barChart, columnChart, comparisonChart, histogramChart, lineChart, type SvgNode } from '../../charts/index.ts'
import type { AnalyzeAnswer } from '../analyze/schema.ts'
import { type Answers, isThere, type Missing } from './answers.ts'
import { type Child, figure, note, section, table } from './elements.ts'
import { comparedRows, comparedTable, groupTable, inWords, pointsOf, unitOf } from './read.ts'

/* The sections that are numbers: each says why, where it has none. */

type Build = (answer: AnalyzeAnswer) => Child[]

function numbers(title: string, answer: AnalyzeAnswer | Missing, build: Build): SvgNode {
  if (!isThere(answer)) return section(title, note(answer.missing))
  return section(title, ...(answer.rows.length === 0 ? [note(answer.coverage.counts)] : build(answer)))
}

const tableOf = (answer: AnalyzeAnswer): SvgNode => {
  const { columns, rows } = groupTable(answer)
  return table(columns, rows)
}

const THIS = 'this period'
const BEFORE = 'the period before'

export const glance = ({ glance }: Answers): SvgNode =>
  numbers('At a glance', glance, answer => {
    const { comparison } = answer
    if (!comparison) return [tableOf(answer)]
    const rates = comparedRows(answer)
      .filter(({ label }) => unitOf(answer, label) === 'share')
      .map(row => ({ ...row, label: inWords(row.label) }))
    const { columns, rows } = comparedTable(answer, [THIS, BEFORE])
    return [
      note(`Compared with ${comparison.window}, ${comparison.calls} calls.`),
      table(columns, rows),
      figure(`Rates, ${THIS} and the one before`, width =>
        comparisonChart({ title: 'Rates', width, unit: 'share', name: THIS, other: BEFORE }, rates),
      ),
    ]
  })

export const trend = ({ trend }: Answers): SvgNode =>
  numbers('Over time', trend, answer => {
    const oldestFirst = (name: string) => pointsOf(answer, name).reverse()
    const line = (name: string, title: string): SvgNode =>
      figure(title, width =>
        lineChart({ title, width, unit: unitOf(answer, name) }, [{ name, points: oldestFirst(name) }]),
      )
    return [
      figure('Calls', width => columnChart({ title: 'Calls', width, unit: 'calls' }, oldestFirst('count'))),
      line('success_rate', 'Success rate'),
      line('tool_error_rate', 'Tool error rate'),
      line('felt_latency.p95', 'Felt latency, 95th percentile'),
    ]
  })

function shares(title: string, answer: AnalyzeAnswer | Missing): Child[] {
  if (!isThere(answer)) return [note(answer.missing)]
  return [figure(title, width => barChart({ title, width, unit: 'share' }, pointsOf(answer, 'portion')))]
}

export const outcomes = ({ outcomes, endings }: Answers): SvgNode =>
  section('Outcomes', ...shares('Outcome, as evaluated by ElevenLabs', outcomes), ...shares('How calls ended', endings))

/** More bars than these are better read as a table. */
const MOST_BARS = 12

const byGroup = (title: string, answer: AnalyzeAnswer | Missing, metric: string, caption: string): SvgNode =>
  numbers(title, answer, own => {
    const known = pointsOf(own, metric).filter(({ value }) => value !== null)
    const draw = (width: number): SvgNode =>
      barChart({ title: caption, width, unit: unitOf(own, metric) }, known.slice(0, MOST_BARS))
    return [known.length > 0 && figure(caption, draw), tableOf(own)]
  })

export const agents = ({ agents }: Answers): SvgNode =>
  byGroup('Agents', agents, 'success_rate', 'Success rate by agent')

/** Calls without tools are no tool. */
export const tools = ({ tools }: Answers): SvgNode =>
  byGroup(
    'Tools',
    isThere(tools) ? { ...tools, rows: tools.rows.filter(([name]) => name !== null), total: [] } : tools,
    'tool_error_rate',
    'Tool error rate by tool',
  )

export const spread = ({ spread }: Answers): SvgNode =>
  numbers('Latency and length', spread, answer =>
    (answer.histogram ?? []).map(({ metric, bins }) => {
      const title = metric === 'duration' ? 'Duration of calls' : 'Felt latency of agent turns'
      const drawn = bins.map(([from = 0, to = 0, count = 0]) => ({ from, to, count }))
      return figure(title, width => histogramChart({ title, width, unit: unitOf(answer, metric) }, drawn))
    }),
  )

export const cost = ({ cost }: Answers): SvgNode => numbers('Cost', cost, answer => [tableOf(answer)])
