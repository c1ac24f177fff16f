import * as z from 'zod/v4'
import { COMMON_GROUPS, COMMON_METRICS } from '../../analysis/define/names.ts'
import { coverageSchema } from '../coverage.ts'
import { listOf, maxTokens, SELECTION, textsOf } from '../params.ts'

const name = z.string().min(1).max(500)

/** `success_rate unknown_rate` → `{success,unknown}_rate`: what stands in every list of tools is kept short. */
function inShort(names: readonly string[], endings: readonly string[]): string {
  const families = endings.map(ending => {
    const own = names.filter(one => one.endsWith(ending)).map(one => one.slice(0, -ending.length))
    return `{${own.join(',')}}${ending}`
  })
  return [...names.filter(one => !endings.some(ending => one.endsWith(ending))), ...families].join(' ')
}

export const input = z.strictObject({
  metrics: listOf(name, 12)
    .default(['count', 'success_rate'])
    .describe(
      `Default count, success_rate. Others: ${inShort(COMMON_METRICS, ['_rate', '_latency'])} data:<field_id>, filter=value (share of calls); all: list_filter_values kind=metrics. name.p75, name.sum …: one statistic`,
    ),
  group_by: listOf(name, 3)
    .optional()
    .describe(`Up to 3: ${COMMON_GROUPS.join(' ')} data:<field_id> filter=value; all: kind=groups`),
  ...SELECTION,
  compare_to: textsOf(z.string().min(3).max(600), 40)
    .optional()
    .describe(
      'Baseline: previous_period, previous_version (of each agent), or name=value filters overriding these, e.g. agent_id=Sales',
    ),
  sort: z.string().min(1).max(600).optional().describe('Column, e.g. duration.p95 asc (default desc)'),
  page_size: z.int().min(1).max(1e6).optional().describe('Max groups (default 50; all when grouping by time only)'),
  min_count: z
    .int()
    .min(1)
    .max(1e6)
    .optional()
    .describe('Omit groups with a smaller n of the sorted metric (or calls)'),
  histogram: z.boolean().optional().describe('Histograms of numeric metrics'),
  max_tokens: maxTokens(),
})
export type AnalyzeInput = z.output<typeof input>

const rows = z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])))
const leftOut = z.array(z.object({ count: z.number(), of: z.string(), reason: z.string() }))

export const output = z.object({
  coverage: coverageSchema,
  comparison: z
    .object({
      with: z.string(),
      calls: z.number(),
      window: z.string(),
      filters: z.string(),
      read: z.string().optional(),
      shared: z.number(),
    })
    .optional(),
  columns: z.array(z.string()),
  rows: rows.describe('Shares are 0 to 1'),
  total: rows.optional(),
  partial: z.array(z.string()).optional(),
  histogram: z
    .array(z.object({ metric: z.string(), row: rows.element, bins: z.array(z.array(z.number())) }))
    .optional()
    .describe('from, to, count'),
  definitions: z.array(
    z.object({
      name: z.string(),
      unit: z.string().optional(),
      definition: z.string(),
      left_out: leftOut.optional(),
      other_left_out: leftOut.optional(),
    }),
  ),
  methods: z.array(z.string()).optional(),
  notice: z.string().optional(),
})
export type AnalyzeAnswer = z.output<typeof output>
