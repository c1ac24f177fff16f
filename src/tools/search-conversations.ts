import * as z from 'zod/v4'
import { SMART_SEARCH_FILTERS, TEXT_SEARCH_FILTERS } from '../api/query.ts'
import { insideWindow } from '../domain/time-window.ts'
import { coverageSchema } from './coverage.ts'
import { continueWindow, decodeCursor, digest } from './cursor.ts'
import { defineTool } from './define.ts'
import { EVERYDAY_FILTERS, maxTokens, optionalShape, where } from './params.ts'
import { renderSearch, searchAnswer } from './search-answer.ts'
import { filtersOf, refuseUnsupported, resolveSelection } from './selection.ts'
import { withWhere } from './where.ts'

/** The API's search knows no tags. */
const { tag_ids: _, ...SEARCH_FILTERS } = EVERYDAY_FILTERS

const input = z.strictObject({
  query: z.string().min(1).max(500).describe('Words to look for'),
  mode: z
    .enum(['fuzzy', 'semantic'])
    .default('fuzzy')
    .describe(
      'fuzzy: any of the words, typing errors allowed, no quotes or minus; semantic: the meaning (filters: agent_id, branch_id)',
    ),
  ...optionalShape(SEARCH_FILTERS),
  where: where.optional(),
  neighbours: z.int().min(0).max(5).default(1).describe('Lines shown before and after each found turn'),
  page_size: z.int().min(1).max(50).default(20).describe('Found turns read per page'),
  cursor: z.string().min(1).max(4000).optional().describe('next_cursor of the page before, with the same arguments'),
  max_tokens: maxTokens(4000),
})
export type SearchInput = z.output<typeof input>

const output = z.object({
  coverage: coverageSchema,
  hits: z.array(
    z.object({
      conversation_id: z.string(),
      call: z.string().describe('Start, agent, outcome'),
      turns: z.array(z.number()).describe('Found turns'),
      lines: z.string().describe('> found turn: turn, time, who: words'),
    }),
  ),
  has_more: z.boolean(),
  next_cursor: z.string().optional(),
  notice: z.string(),
})
export type SearchAnswer = z.output<typeof output>

export const searchConversations = defineTool({
  name: 'search_conversations',
  title: 'Search in conversations',
  description:
    'Where was this said? Finds turns by words (fuzzy) or by meaning (semantic) with the search of the API, grouped by conversation, best first, each quoted exactly with its neighbours. ' +
    'Use it for questions about what callers, agents or tools said; use list_conversations to choose calls by facts, and get_conversation to read on around a turn.',
  input,
  output,
  effect: 'read',
  async run(request, context) {
    const given = withWhere(filtersOf(request), request.where)
    const semantic = request.mode === 'semantic'
    refuseUnsupported(
      given,
      semantic ? SMART_SEARCH_FILTERS : TEXT_SEARCH_FILTERS,
      `Search mode ${request.mode}`,
      semantic,
    )
    const selection = await resolveSelection(given, context)
    const of = digest({ ...given, query: request.query, mode: request.mode, size: request.page_size })
    const place = request.cursor === undefined ? null : decodeCursor(of, request.cursor)
    if (place) continueWindow(selection, place)
    const options = { pageSize: request.page_size, ...(place?.apiCursor ? { cursor: place.apiCursor } : {}) }
    const page = semantic
      ? await context.source.smartSearch(request.query, selection.filter, options, context.signal)
      : await context.source.textSearch(request.query, selection.filter, options, context.signal)
    const hits = page.items.filter(hit => insideWindow(selection.window, hit.startedAt))
    return searchAnswer(request, { selection, place, page, hits, of }, context)
  },
  render: renderSearch,
})
