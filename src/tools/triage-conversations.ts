import * as z from 'zod/v4'
import { UserInputError } from '../errors.ts'
import { coverageSchema } from './coverage.ts'
import { continueWindow, decodeCursor, digest } from './cursor.ts'
import { defineTool } from './define.ts'
import { fromArchive } from './mirrored.ts'
import { maxTokens, SELECTION } from './params.ts'
import { filtersOf, resolveSelection } from './selection.ts'
import { renderTriage } from './triage/text.ts'
import { withWhere } from './where.ts'

const input = z.strictObject({
  ...SELECTION,
  page_size: z.int().min(1).max(50).optional().describe('Calls per page (default 10)'),
  sample: z
    .int()
    .min(1)
    .max(200)
    .optional()
    .describe('Random sample of this size instead, stratified by agent and outcome'),
  seed: z.string().min(1).max(100).optional().describe('Seed of the sample (any text)'),
  cursor: z.string().min(1).max(4000).optional().describe('next_cursor of the previous page, with the same arguments'),
  max_tokens: maxTokens(4000),
})
export type TriageInput = z.output<typeof input>

const table = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
})

const output = z.object({
  coverage: coverageSchema,
  signals: z.record(z.string(), z.number()).optional().describe('Number of scored calls with each signal'),
  calls: z
    .array(
      z.object({
        conversation_id: z.string(),
        score: z.number(),
        started: z.string().optional(),
        agent: z.string(),
        outcome: z.string(),
        duration_secs: z.number().optional(),
        title: z.string().optional(),
        reasons: z.array(
          z.object({ points: z.number(), reason: z.string(), detail: z.string(), turns: z.array(z.number()) }),
        ),
        lines: z.string().describe('The turns that show it'),
      }),
    )
    .optional()
    .describe('Highest score first; lines: turn, time, role: words'),
  strata: table.optional().describe('Strata of the sample'),
  sample: table.optional(),
  has_more: z.boolean(),
  next_cursor: z.string().optional(),
  next: z.string().optional().describe('Call that reads the first one'),
  notice: z.string(),
})
export type TriageAnswer = z.output<typeof output>

export const triageConversations = defineTool({
  name: 'triage_conversations',
  title: 'Triage conversations',
  description:
    'Which calls should a person review first, and why? Ranks finished calls by a score of signals ' +
    '(goal failed, tool error, anger, slow responses …) and quotes the turn that shows each.',
  input,
  output,
  effect: 'read',
  async run(request, context) {
    const { sample, seed, page_size } = request
    if (sample === undefined && seed !== undefined) throw new UserInputError('seed requires sample.')
    if (sample !== undefined && page_size !== undefined)
      throw new UserInputError('page_size applies to ranked calls only; sample sets the number drawn.')
    const given = withWhere(filtersOf(request), request.where)
    const selection = await resolveSelection(given, context)
    const of = digest({ ...given, sample, seed })
    const place = request.cursor === undefined ? null : decodeCursor(of, request.cursor)
    if (place) continueWindow(selection, place)
    // What lists tell is enough to draw by.
    const mirrored = await fromArchive(selection, sample === undefined, context)
    const data = { selection, mirrored, place, of }
    // Loaded when it is used: a start need not read it.
    if (sample === undefined) return (await import('./triage/ranked.ts')).rankedAnswer(request, data, context)
    return (await import('./triage/sample.ts')).sampleAnswer(request, data, context)
  },
  render: renderTriage,
})
