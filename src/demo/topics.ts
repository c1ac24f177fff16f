import { findAgent } from './agents.ts'
import { pageOf } from './cursor.ts'
import { validationError } from './errors.ts'
import { startOf } from './facts.ts'
import { choice, flag, integer, parseParams, text } from './params.ts'
import { TOPIC_SCORES, topicMetrics } from './topic-metrics.ts'
import type { Json, WorkspaceExtras, World } from './world.ts'

const DAY_SECS = 24 * 3600

const PARAMS = {
  cursor: text(),
  page_size: integer({ min: 1, max: 100, fallback: 100 }),
  sort_by: choice(Object.keys(TOPIC_SCORES), 'conversations'),
  sort_direction: choice(['asc', 'desc'], 'desc'),
  from_unix_secs: integer(),
  to_unix_secs: integer(),
  include_evaluation_criteria: flag(true),
}

/** Midnight before, in UTC. */
const dayOf = (secs: number) => Math.floor(secs / DAY_SECS) * DAY_SECS

/**
 * `GET agents/{id}/topics`. Topics are found once a day: a run covers the calls of one whole day in UTC, so the day that
 * is not over has none yet. A window adds the runs of its days up; without one, the latest run alone is told.
 * @param now Unix seconds
 */
export function listTopics(world: World, extras: WorkspaceExtras, url: URL, agentId: string, now: number): Json {
  const values = parseParams(url.searchParams, PARAMS)
  const { from_unix_secs: from, to_unix_secs: to } = values
  if ((from === undefined) !== (to === undefined)) {
    const missing = from === undefined ? 'from_unix_secs' : 'to_unix_secs'
    const msg = 'Value error, from_unix_secs and to_unix_secs must be given together'
    throw validationError([{ loc: ['query', missing], msg, type: 'value_error' }])
  }
  findAgent(world, agentId)
  const inRuns = world.conversations.filter(call => call.agent_id === agentId && startOf(call) < dayOf(now))
  const [start, end] = from === undefined ? latestRun(inRuns, now) : [dayOf(from), dayOf(to)]
  const calls = inRuns.filter(call => startOf(call) >= start && startOf(call) < end)
  const topics = topicsAmong(world, extras, agentId, calls, values.include_evaluation_criteria)

  const shown = new Set(topics.map(topic => topic.topic_id))
  const isTop = (topic: Json) => !shown.has(topic.parent_topic_id)
  const keyOf = (topic: Json) => {
    const score = TOPIC_SCORES[values.sort_by]!(topic)
    // Topics without a score come last in both directions.
    const place = (score === null) === (values.sort_direction === 'asc') ? 1 : 0
    return [place, score ?? 0, topic.topic_id]
  }
  const family = (top: Json): Json[] => [
    top,
    ...topics.filter(topic => topic.parent_topic_id === top.topic_id).flatMap(family),
  ]
  // A page holds so many broad topics, each with all that belong to it.
  const { items, ...rest } = pageOf(topics.filter(isTop), keyOf, values.sort_direction, values.page_size, url)
  return {
    topics: items.flatMap(family),
    window_start_unix_secs: start,
    window_end_unix_secs: end,
    aggregated_run_count: new Set(calls.map(call => dayOf(startOf(call)))).size,
    ...rest,
  }
}

function latestRun(inRuns: Json[], now: number): [start: number, end: number] {
  if (inRuns.length === 0) return [dayOf(now), dayOf(now)]
  const last = inRuns.map(call => dayOf(startOf(call))).reduce((a, b) => Math.max(a, b))
  return [last, last + DAY_SECS]
}

/** Only those that some of the calls belong to. */
function topicsAmong(
  { topics = [] }: World,
  extras: WorkspaceExtras,
  agentId: string,
  calls: Json[],
  withCriteria: boolean,
): Json[] {
  return topics.flatMap((topic): Json[] => {
    if (topic.agent_id !== agentId) return []
    const own = calls.filter(call => extras[call.conversation_id]?.topic_ids?.includes(topic.topic_id))
    if (own.length === 0) return []
    return [
      {
        topic_id: topic.topic_id,
        label: topic.label ?? topic.topic_id,
        description: topic.description ?? '',
        parent_topic_id: topic.parent_topic_id ?? null,
        x_2d: null,
        y_2d: null,
        ...topicMetrics(own, withCriteria),
      },
    ]
  })
}
