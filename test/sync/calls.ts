import type { Json, World } from '../../src/demo/world.ts'

/** Calls as the API gives them, small and without anything that is left out on the way into the archive. */

export const DAY = 24 * 3600
export const AGENTS = ['agent_a', 'agent_b'] as const

export interface Sketch {
  id: string
  start: number
  agent?: string
  status?: string
  outcome?: string
  words?: string
  tags?: string[]
  user?: string
}

export function call({
  id,
  start,
  agent = 'agent_a',
  status = 'done',
  outcome = 'success',
  words,
  tags,
  user,
}: Sketch): Json {
  const isOver = status === 'done'
  const say = (role: string, message: string): Json => ({ role, message, time_in_call_secs: 0 })
  return {
    conversation_id: id,
    agent_id: agent,
    agent_name: agent.toUpperCase(),
    status,
    user_id: user ?? null,
    tag_ids: tags ?? [],
    transcript: isOver ? [say('agent', 'Hello.'), say('user', words ?? `I am ${id}.`)] : [],
    metadata: { start_time_unix_secs: start, call_duration_secs: isOver ? 60 : 0, termination_reason: '' },
    analysis: isOver ? analysis(id, outcome) : null,
  }
}

export const analysis = (id: string, outcome: string): Json => ({
  call_successful: outcome,
  transcript_summary: `Summary of ${id}, ${outcome}.`,
  call_summary_title: `Title of ${id}`,
})

/** A call that is not over, as it is when it is. */
export function finish(body: Json, outcome = 'success'): Json {
  const { conversation_id: id, agent_id: agent, tag_ids: tags, user_id: user, metadata } = body
  return Object.assign(body, call({ id, start: metadata.start_time_unix_secs, agent, tags, user, outcome }))
}

/**
 * `count` calls, one every `everySecs` up to `newest`, of both agents in turn.
 * @param prefix of their ids
 */
export function calls(count: number, newest: number, everySecs = 600, prefix = 'conv'): Json[] {
  return Array.from({ length: count }, (_, index) =>
    call({
      id: `${prefix}_${String(index).padStart(5, '0')}`,
      start: newest - index * everySecs,
      agent: AGENTS[index % 2]!,
      outcome: index % 5 === 0 ? 'failure' : 'success',
      user: `user_${index % 7}`,
    }),
  )
}

export const worldOf = (conversations: Json[]): World => ({ conversations, agents: [], tags: [] })
