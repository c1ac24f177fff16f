import { plural } from '../../render/text.ts'
import type { ToolContext } from '../define.ts'
import { orFallback } from '../or-fallback.ts'
import type { Selection } from '../selection.ts'

/** Topics of the selected calls' agents. */
export interface Topics {
  /** Labels by id. */
  names: Map<string, string>
  /** What is missing. */
  notes: string[]
}

/** A request for each agent, and then one or more for each topic. */
const MOST_AGENTS = 20
const MOST_TOPICS = 100

/** No call tells its topics: the API says which there are, and lists filtered by each of them show its calls. */
export async function topicsOf({ filter, window }: Selection, context: ToolContext): Promise<Topics> {
  const { source, signal, now } = context
  const { afterUnix: from, beforeUnix: to = now() } = window ?? {}
  const span = from === undefined || from >= to ? undefined : { from, to }
  const agents = filter.agent_id ? [{ id: filter.agent_id }] : await orFallback(source.agents(signal), [], context)
  const read = await Promise.all(
    agents.slice(0, MOST_AGENTS).map(({ id }) => orFallback(source.topics(id, span, signal), [], context)),
  )
  const topics = read.flat()
  const notes = [
    span === undefined && 'Without a window only the topics of the latest API run are known; set after.',
    topics.length === 0 && 'The API reports no topics for these calls.',
    agents.length > MOST_AGENTS &&
      `Topics cover ${MOST_AGENTS} of ${plural(agents.length, 'agent')}; set agent_id for others.`,
    topics.length > MOST_TOPICS &&
      `Only ${MOST_TOPICS} of ${plural(topics.length, 'topic')} are counted; set agent_id.`,
  ]
  return {
    names: new Map(topics.slice(0, MOST_TOPICS).map(({ id, label }) => [id, label])),
    notes: notes.filter(note => note !== false),
  }
}
