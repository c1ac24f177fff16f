import type { Json, World } from '../world.ts'
import { castChapter } from './casting.ts'
import { agentCatalogue } from './catalogue.ts'
import { conversationBody } from './conversation.ts'
import { PLAN } from './plan.ts'
import { specialCalls } from './special.ts'
import { tagCatalogue } from './tags.ts'
import { topicCatalogue, topicMemberships } from './topics.ts'

export { SPECIAL } from './special.ts'
export { HOSTILE_MARKS } from './special-hostile.ts'
export { LONG_CALL_SERIAL } from './special-long.ts'
export { STORIES } from './stories.ts'
export { DEMO_SECRET } from './tools.ts'

/** The sample calls as they are at `now` (unix seconds): always the same calls, at times relative to it. */
export function sampleWorld(now: number): World {
  const calls = [...PLAN.flatMap(chapter => castChapter(chapter, now)), ...specialCalls(now)]
  const conversations = calls.map(conversationBody)
  return {
    conversations: conversations.sort(newestFirst),
    agents: agentCatalogue(now),
    tags: tagCatalogue(now),
    topics: topicCatalogue(),
    extras: topicMemberships(calls),
  }
}

function newestFirst(a: Json, b: Json): number {
  return b.metadata.start_time_unix_secs - a.metadata.start_time_unix_secs
}
