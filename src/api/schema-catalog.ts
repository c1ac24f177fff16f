import * as z from 'zod/v4'
import {
  amount,
  anything,
  flag,
  fraction,
  id,
  mapOf,
  number,
  page,
  part,
  parts,
  rows,
  text,
  texts,
} from './tolerant.ts'

/* What is read of searches, agents, tags and topics. */

export const messagesPage = z.object({
  ...page,
  meta: part({ total: number }),
  results: rows(
    z.object({
      conversation_id: id,
      agent_id: text,
      agent_name: text,
      // Without its turn a hit would point to a wrong place.
      transcript_index: z.number().int().nonnegative(),
      chunk_text: text,
      chunk_highlights: parts({ value: text, is_hit: flag }),
      score: number,
      conversation_start_time_unix_secs: anything,
    }),
  ),
})

export const agentsPage = z.object({
  ...page,
  agents: rows(z.object({ agent_id: id, name: text, archived: anything, tags: texts })),
})

const reference = { analysis_item_id: text }

/** Of an agent only what its calls are judged by and asked for. */
export const agent = z.object({
  platform_settings: part({
    evaluation: part({ criteria: parts({ id: text, name: text, conversation_goal_prompt: text }) }),
    data_collection: mapOf(part({ type: text, description: text })),
    // Items shared between agents appear as references only.
    analysis_items: part({ evaluation_criteria: parts(reference), data_collection: parts(reference) }),
  }),
})

export const tagsPage = z.object({
  ...page,
  conversation_tags: rows(z.object({ tag_id: id, workspace_id: text, title: text, description: text })),
})

const distribution = { count: amount, sum: number }

export const topicsPage = z.object({
  ...page,
  // A number of calls that lacks one topic would be no such number.
  topics: z.array(
    z.object({
      topic_id: id,
      label: text,
      description: text,
      conversation_count: number,
      success_rate: fraction,
      metrics: part({ sentiment: part({ sentiment: part(distribution), frustration: part(distribution) }) }),
    }),
  ),
})
