import { expect } from 'vitest'
import type { Json, World } from '../../src/demo/world.ts'

/* What explain_conversations tells of calls, counted once more by plain loops over the API's own JSON. */

export const finished = ({ conversations }: World): Json[] =>
  conversations.filter(({ status }) => ['done', 'failed'].includes(status))
export const outcome = (call: Json): string => call.analysis?.call_successful

const results = (call: Json): Json[] => (call.transcript as Json[]).flatMap(turn => turn.tool_results ?? [])
const ran = (result: Json): boolean => result.tool_has_been_called !== false
const toolsOf = (call: Json): string[] =>
  results(call)
    .filter(ran)
    .map(({ tool_name }) => tool_name)
const collected = (call: Json): Record<string, Json> => call.analysis?.data_collection_results ?? {}
const hourOf = (call: Json): number => new Date(call.metadata.start_time_unix_secs * 1000).getUTCHours()

/** The values of a fact that a call has; null: not known. */
const VALUES: Record<string, (call: Json, world: World) => (string | number)[] | null> = {
  agent: (call, { agents }) => [agents.find(one => one.agent_id === call.agent_id)!.name],
  version: call => (call.version_id ? [call.version_id] : null),
  language: call => (call.metadata.main_language ? [call.metadata.main_language] : null),
  tag: (call, { tags }) => (call.tag_ids ?? []).map((id: string) => tags.find(tag => tag.tag_id === id)?.title ?? id),
  failed_tool: call =>
    results(call)
      .filter(result => ran(result) && (result.is_error || result.is_blocked))
      .map(({ tool_name }) => tool_name),
  last_tool: call => [
    toolsOf(call)
      .filter(name => name !== 'end_call')
      .at(-1) ?? '(no tool)',
  ],
  tool: toolsOf,
  hour_of_day: call => [hourOf(call)],
  'data:contact_reason': call =>
    'contact_reason' in collected(call) ? [collected(call).contact_reason!.value ?? '(none)'] : null,
  'data:redelivery_booked': call =>
    'redelivery_booked' in collected(call) ? [String(collected(call).redelivery_booked!.value ?? '(none)')] : null,
}

/** Share of the calls that have it, of those where it is known. */
function share(world: World, calls: Json[], name: string, value: string): { k: number; n: number } {
  const known = calls.map(call => VALUES[name]!(call, world)).filter(values => values !== null)
  return { k: known.filter(values => values.map(String).includes(value)).length, n: known.length }
}

/** @returns how many of the facts could be counted */
export function expectFigures(world: World, facts: Json[], first: Json[], second: Json[]): number {
  let checked = 0
  for (const { fact, ...row } of facts) {
    const [, name, value] = /^(\S+) = (.*)$/s.exec(fact)!
    if (!Object.hasOwn(VALUES, name!)) continue
    checked++
    const [ours, others] = [share(world, first, name!, value!), share(world, second, name!, value!)]
    expect({ fact, k: row.k, n: row.n, other_k: row.other_k, other_n: row.other_n }).toEqual({
      ...{ fact, ...ours },
      ...{ other_k: others.k, other_n: others.n },
    })
    expect(row.share).toBeCloseTo(ours.k / ours.n, 3)
    expect(row.difference).toBeCloseTo(ours.k / ours.n - others.k / others.n, 3)
  }
  return checked
}
