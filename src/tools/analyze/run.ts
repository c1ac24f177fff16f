import type { Probe } from '../../analysis/index.ts'
import { formatWindow, type TimeWindow } from '../../domain/time.ts'
import { inTurns } from '../../pieces.ts'
import { otherSelection } from '../compare-to.ts'
import type { ToolContext } from '../define.ts'
import { notSearched } from '../from-archive.ts'
import { resolveCriteria } from '../resolve-criteria.ts'
import { filtersOf, resolveSelection, type Selection } from '../selection.ts'
import { syncAll } from '../sync-all.ts'
import { versionNamesIn } from '../versions/names.ts'
import { withWhere } from '../where.ts'
import type { Analysed } from './analysed.ts'
import { analyzeAnswer } from './answer.ts'
import { conditionsOf } from './conditions.ts'
import { askedOf, type Engine } from './question.ts'
import type { AnalyzeAnswer, AnalyzeInput } from './schema.ts'
import { topicsOf } from './topics.ts'

/** From the question to the answer: what is meant, what must be synced for it, what the numbers are. */
export async function analyzeCalls(request: AnalyzeInput, context: ToolContext): Promise<AnalyzeAnswer> {
  const engine = await import('../../analysis/index.ts')
  let analysed = await analysedCalls(request, context, { engine })
  let answer = await analyzeAnswer(request, analysed, engine, context)
  // What did not fit is among the others, too, whose row wants room itself.
  for (let room = roomIn(answer, analysed); room !== undefined; room = roomIn(answer, analysed)) {
    if (analysed.room !== undefined && room >= analysed.room) break
    analysed = await analysedCalls(request, context, { engine, room })
    answer = await analyzeAnswer(request, analysed, engine, context)
  }
  return answer
}

/** How many groups fit beside the others, and beside calls without a value, where not all did that were to be shown. */
function roomIn({ rows }: AnalyzeAnswer, { analysis: { table, groups, comparison, others } }: Analysed) {
  // Of several groups that share calls nobody tells what is in the others.
  const isOne = groups.length === 1 || (groups.length > 1 && !groups.some(({ overlaps }) => overlaps))
  if (comparison || !isOne || rows.length < 2) return undefined
  const shown = rows.length - (others ? 1 : 0)
  return shown < table.rows.length ? Math.max(1, shown - 2) : undefined
}

interface Means {
  engine: Engine
  probes?: readonly Probe[]
  /** In the place of the request's own. */
  window?: TimeWindow | undefined
  /** Rows, if fewer than the request asks for. */
  room?: number
}

/** The same as plain numbers, for whoever decides something by them. */
export async function analysedCalls(request: AnalyzeInput, context: ToolContext, means: Means): Promise<Analysed> {
  const { engine, probes, room } = means
  const asked = askedOf(request, engine)
  const given = withWhere(filtersOf(request), request.where)
  const whole = inWindow(await resolveSelection(given, context), means.window)
  const other = request.compare_to ? await otherSelection(request.compare_to, given, whole, context) : undefined
  const selection = other?.first ?? whole
  const { zone, filter, window, notes } = selection
  const fields = [...asked.metrics, ...asked.groupBy].flatMap(each => each.match(/^data:(.+)$/s)?.[1] ?? [])
  const named = { agent_id: filter.agent_id, data_collection_params: fields.map(id => `${id}:eq:`) }
  notes.push(...(await resolveCriteria(named, context)).notes)
  const own = await conditionsOf([...asked.metrics, ...asked.groupBy], given, context)
  notes.push(...own.notes)
  const question = {
    conditions: own.conditions,
    ...{ filter, window, zone, metrics: asked.metrics, groupBy: asked.groupBy, sort: asked.sort },
    percentiles: asked.percentiles,
    ...{
      limit: room ?? asked.limit,
      minCount: request.min_count,
      histogram: request.histogram,
      knownUntil: context.now(),
    },
    ...(other && { compareTo: { filter: other.selection.filter, window: other.selection.window, label: other.label } }),
    ...(probes && { probes }),
  }
  const selections = [selection, ...(other ? [other.selection] : [])]
  const needs = engine.needsOf(question)
  const topics = needs.topics ? await Promise.all(selections.map(each => topicsOf(each, context))) : []
  const [synced, otherSynced] = await syncAll(selections, needs, topics, context)
  const { archive } = synced!
  const isDated = asked.groupBy.some(name => engine.groupOf(name).isDated)
  const withAgents = !asked.groupBy.includes('agent')
  const versions = isDated ? await versionNamesIn(selections, archive, { withAgents }, context) : null
  const dated = { ...question, ...(versions && { began: versions.began }) }
  if ([...asked.metrics, ...asked.groupBy].some(name => /^said[:=]/.test(name)))
    synced!.notes.push(...(await notSearched(archive, selection)))
  const analysis = await inTurns(engine.analyzeInPieces(archive, dated), context.signal)
  const compared = other && { ...other, synced: otherSynced! }
  return { asked, analysis, selection, synced: synced!, other: compared, topics, versions, room }
}

const inWindow = (selection: Selection, window: TimeWindow | undefined): Selection =>
  window ? { ...selection, window, described: { ...selection.described, window: formatWindow(window) } } : selection
