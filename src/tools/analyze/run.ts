import { inTurns } from '../../pieces.ts'
import { otherSelection } from '../compare-to.ts'
import type { ToolContext } from '../define.ts'
import { resolveCriteria } from '../resolve-criteria.ts'
import { filtersOf, resolveSelection } from '../selection.ts'
import { syncAll } from '../sync-all.ts'
import { withWhere } from '../where.ts'
import { analyzeAnswer } from './answer.ts'
import { askedOf } from './question.ts'
import type { AnalyzeAnswer, AnalyzeInput } from './schema.ts'
import { topicsOf } from './topics.ts'

/** From the question to the answer: what is meant, what must be synced for it, what the numbers are. */
export async function analyzeCalls(request: AnalyzeInput, context: ToolContext): Promise<AnalyzeAnswer> {
  const engine = await import('../../analysis/index.ts')
  const asked = askedOf(request, engine)
  const given = withWhere(filtersOf(request), request.where)
  const selection = await resolveSelection(given, context)
  const { zone, filter, window, notes } = selection
  const fields = [...asked.metrics, ...asked.groupBy].flatMap(each => each.match(/^data:(.+)$/s)?.[1] ?? [])
  const named = { agent_id: filter.agent_id, data_collection_params: fields.map(id => `${id}:eq:`) }
  notes.push(...(await resolveCriteria(named, context)).notes)
  const other = request.compare_to && (await otherSelection(request.compare_to, given, selection, context))
  const question = {
    ...{ filter, window, zone, metrics: asked.metrics, groupBy: asked.groupBy, sort: asked.sort },
    ...{ limit: asked.limit, minCount: request.min_count, histogram: request.histogram, knownUntil: context.now() },
    ...(other && { compareTo: { filter: other.selection.filter, window: other.selection.window, label: other.label } }),
  }
  const selections = [selection, ...(other ? [other.selection] : [])]
  const needs = engine.needsOf(question)
  const topics = needs.topics ? await Promise.all(selections.map(each => topicsOf(each, context))) : []
  const [synced, otherSynced] = await syncAll(selections, needs, topics, context)
  const analysis = await inTurns(engine.analyzeInPieces(synced!.archive, question), context.signal)
  const compared = other && { ...other, synced: otherSynced! }
  const analysed = { asked, analysis, selection, synced: synced!, other: compared, topics }
  return analyzeAnswer(request, analysed, engine, context)
}
