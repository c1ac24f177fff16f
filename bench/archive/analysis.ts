import { analyze, type Question as Numbers } from '../../src/analysis/index.ts'
import { againstNinetyDays, END } from './dates.ts'
import { PLAIN } from './plain-analysis.ts'
import type { Question } from './question.ts'

/* Numbers over many calls. */

const ALL = { filter: {}, zone: 'America/New_York', groupBy: ['agent', 'language', 'week'], limit: 10_000 } as const

const ASKED: Record<keyof typeof PLAIN, Numbers> = {
  'counts by agent': { ...ALL, metrics: ['count', 'success_rate'], groupBy: ['agent'] },
  'counts by agent, language, week': { ...ALL, metrics: ['count', 'success_rate'] },
  'percentiles of calls by agent, language, week': { ...ALL, metrics: ['count', 'success_rate', 'duration'] },
  'percentiles of turns by agent, language, week': { ...ALL, metrics: ['count', 'success_rate', 'felt_latency'] },
  'percentiles of tool calls by tool': { ...ALL, metrics: ['tool_error_rate', 'tool_latency'], groupBy: ['tool'] },
  'comparison of 90 days with 90 days, by agent': {
    ...ALL,
    metrics: ['count', 'success_rate', 'felt_latency'],
    groupBy: ['agent'],
    ...againstNinetyDays(END),
  },
}

/** They agree in how many rows there are; what is in them the tests compare with the naive answer. */
export const ANALYSIS = Object.entries(ASKED).map(
  ([name, asked]): Question => ({
    name,
    ours: async archive => {
      const { table, groups } = await analyze(archive, asked)
      // Of calls without a tool there is a row, too, which plain SQL does not give.
      const keys = table.rows.map(row => JSON.stringify(row.slice(0, groups.length))).filter(key => key !== '[null]')
      return new Set(keys).size
    },
    plain: db => PLAIN[name as keyof typeof PLAIN](db),
  }),
)
