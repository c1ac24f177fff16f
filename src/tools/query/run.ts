import { fitToBudget } from '../../render/budget.ts'
import { NOTICE } from '../../render/fence.ts'
import { formatCount, oneLine, plural, shorten } from '../../render/text.ts'
import { topicsOf } from '../analyze/topics.ts'
import type { ToolContext } from '../define.ts'
import { emptyResultHints } from '../empty-result-hints.ts'
import type { FromArchive } from '../from-archive.ts'
import { orFallback } from '../or-fallback.ts'
import { filtersOf, resolveSelection, type Selection } from '../selection.ts'
import { syncAll } from '../sync-all.ts'
import { renderQuery } from './render.ts'
import type { QueryAnswer, QueryInput } from './schema.ts'

type Engine = typeof import('../../query/index.ts')
type Result = Awaited<ReturnType<Engine['runQuery']>>

const NO_TOPICS = { names: new Map<string, string>(), notes: [] }

/** From the statement to its rows: whether it can be run, which calls the views hold, what it gives. */
export async function queryCalls(request: QueryInput, context: ToolContext): Promise<QueryAnswer> {
  const engine = await import('../../query/index.ts')
  const { source, signal, redactor } = context
  const now = context.now()
  const selection = await resolveSelection(filtersOf(request), context)
  try {
    const needed = await engine.checkQuery(request.sql, now, signal)
    const reads = (view: string, column: string) =>
      needed.some(({ view: { name }, names }) => (view === '' || name === view) && names.includes(column))
    const topics = reads('topics', 'conversation_id') ? await topicsOf(selection, context) : NO_TOPICS
    const [synced] = await syncAll([selection], { details: true, topics: false, laterSecs: 0 }, [topics], context)
    const agents = reads('', 'agent') ? await orFallback(source.agents(signal), [], context) : []
    const tags = reads('tags', 'tag') ? await orFallback(source.tags(signal), [], context) : []
    const around = {
      zone: selection.zone,
      agents: new Map(agents.map(({ id, name }) => [id, name])),
      tags: new Map(tags.map(({ id, title }) => [id, title])),
      topics: topics.names,
    }
    const query = { sql: request.sql, selection, now, around, isMasked: redactor !== null }
    const result = await engine.runQuery(synced!.archive, query, signal)
    return answerOf(request, result, selection, synced!, topics.notes)
  } catch (error) {
    throw error instanceof engine.StatementFailed
      ? engine.statementError(error, engine.LIMITS.ms / 1000, request.sql)
      : error
  }
}

function answerOf(
  request: QueryInput,
  result: Result,
  selection: Selection,
  synced: FromArchive,
  more: readonly string[],
): QueryAnswer {
  const notes = [
    ...synced.notes,
    ...selection.notes,
    ...more,
    ...(result.unread > 0
      ? [`Of ${plural(result.unread, 'call')} the transcript is not here; views of texts lack them.`]
      : []),
    ...(result.calls === 0 ? emptyResultHints(selection.filter) : []),
  ]
  const build = (shown: number, maxText: number): QueryAnswer => ({
    coverage: {
      counts: countsOf(result, shown, request.max_tokens),
      ...selection.described,
      read: synced.read,
      ...(notes.length > 0 && { notes }),
    },
    columns: result.columns.map(name => shorten(oneLine(name), maxText)),
    rows: result.rows
      .slice(0, shown)
      .map(row => row.map(cell => (typeof cell === 'string' ? shorten(oneLine(cell), maxText) : cell))),
    notice: NOTICE,
  })
  return fitToBudget({ count: result.rows.length, maxTokens: request.max_tokens, build, render: renderQuery })
}

function countsOf({ rows, hasMore, calls }: Result, shown: number, maxTokens: number): string {
  const over = `from ${plural(calls, 'call')}`
  if (calls === 0) return 'No calls match; the views are empty.'
  if (shown === rows.length && !hasMore) return `${plural(rows.length, 'row')} ${over}.`
  const all = hasMore ? `more than ${formatCount(rows.length)}` : formatCount(rows.length)
  const why = shown < rows.length ? `; more did not fit into max_tokens ${maxTokens}` : ''
  return `The first ${formatCount(shown)} of ${all} rows ${over}${why}. Do not count or add up these rows: aggregate in SQL, or use LIMIT and OFFSET.`
}
