import type { METRICS } from '../../src/analysis/index.ts'
import type { Json } from '../../src/demo/world.ts'
import { clusteredRatio, clusteredShare, type Part, proportion, summary } from '../../src/domain/statistics.ts'
import type { Fact, ToolFact } from './facts.ts'

/* Every metric once more, over facts of single calls. One that is missing in NAIVE does not compile. */

type Expected = Record<string, number | null>
type Loops = (facts: Fact[], all: Fact[]) => Expected

const share = (hits: number, n: number): Expected => {
  const { value, interval } = proportion(hits, n)
  return { value, k: hits, n, low: interval?.low ?? null, high: interval?.high ?? null }
}

const rate =
  (base: (fact: Fact) => boolean, hit: (fact: Fact) => boolean) =>
  (facts: Fact[]): Expected => {
    const counted = facts.filter(base)
    return share(counted.filter(hit).length, counted.length)
  }

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
const partSums = (parts: Part[]) => ({
  k: sum(parts.map(part => part.numerator)),
  n: sum(parts.map(part => part.denominator)),
})

const units =
  (base: (fact: Fact) => boolean, part: (fact: Fact) => [number, number]) =>
  (facts: Fact[]): Expected => {
    const parts = facts
      .filter(base)
      .map(part)
      .map(([numerator, denominator]) => ({ numerator, denominator }))
      .filter(one => one.denominator > 0)
    const { k, n } = partSums(parts)
    if (parts.every(one => one.denominator === 1)) return share(k, n)
    const { value, interval } = clusteredShare(parts)
    return { value, k, n, low: interval?.low ?? null, high: interval?.high ?? null }
  }

const ratio =
  (base: (fact: Fact) => boolean, part: (fact: Fact) => [number | null, number]) =>
  (facts: Fact[]): Expected => {
    const parts = facts
      .filter(base)
      .map(part)
      .filter((one): one is [number, number] => one[0] !== null && one[1] > 0)
      .map(([numerator, denominator]) => ({ numerator, denominator }))
    const { value, interval } = clusteredRatio(parts)
    return { value, n: partSums(parts).n, low: interval?.low ?? null, high: interval?.high ?? null }
  }

/** Percentiles of every kind, asked for or not. */
const PERCENTILES = [2.5, 50, 75, 90, 95, 99, 99.9]

const numbers =
  (base: (fact: Fact) => boolean, values: (fact: Fact) => (number | null | undefined)[]) =>
  (facts: Fact[], all: Fact[]): Expected => {
    const of = (some: Fact[]): number[] =>
      some
        .filter(base)
        .flatMap(values)
        .filter(value => typeof value === 'number')
    const total = of(all).some(value => value < 0) ? 0 : of(all).reduce((sum, value) => sum + value, 0)
    const { sum, ...rest } = summary(of(facts), PERCENTILES)
    return { ...rest, sum: rest.n > 0 ? sum : null, share: total > 0 && rest.n > 0 ? sum / total : null }
  }

const finished = (fact: Fact) => fact.finished
const connected = (fact: Fact) => fact.connected
const isJudged = ({ outcome }: Fact) => outcome === 'success' || outcome === 'failure'
const judged = (fact: Fact) => fact.finished && isJudged(fact)
const mood = (name: string) => numbers(finished, ({ body }) => [body.analysis?.sentiment_analysis?.[name]])
const audio = ({ body: { metadata } }: Fact) => ({
  agent: metadata.charging?.tts_usage?.total_audio_output_seconds as number | undefined,
  caller: metadata.charging?.asr_usage?.total_audio_input_seconds as number | undefined,
})
/** What the first tool, other than the one that ends the call, comes after. */
const untilTool = ({ allTools }: Fact, of: (at: number) => number): number[] => {
  const first = allTools.find(({ name }) => name !== 'end_call')
  return first ? [of(first.at)] : []
}
const searches = ({ body }: Fact, isFound = false): number =>
  body.transcript.filter(({ rag_retrieval_info: info }: Json) => info && (!isFound || info.chunks.length > 0)).length
const creditsOf = ({ body }: Fact, kind: string): number[] => {
  const usage = body.metadata.charging?.platform_usage?.category_usage ?? {}
  return Object.keys(usage).length > 0 ? [usage[kind]?.credits ?? 0] : []
}
const slow = (waits: (number | null)[]): [number, number] => {
  const measured = waits.filter(secs => secs !== null)
  return [measured.filter(secs => secs > 2).length, measured.length]
}

/** @param world all facts there are */
export const NAIVE = (world: Fact[]): Record<keyof typeof METRICS | 'data:items', Loops> => ({
  count: facts => ({ value: facts.length }),
  portion: (facts, all) => share(facts.length, all.length),
  success_rate: rate(judged, fact => fact.outcome === 'success'),
  unknown_rate: rate(finished, fact => !isJudged(fact)),
  connection_rate: rate(finished, fact => fact.connected),
  containment_rate: rate(
    fact => fact.connected && !fact.voicemail,
    fact => !fact.toNumber && !fact.hard.handoffToolUsed,
  ),
  transfer_rate: rate(connected, fact => fact.toNumber),
  agent_transfer_rate: rate(connected, fact => fact.toAgent),
  handoff_rate: rate(connected, fact => fact.hard.handoffToolUsed!),
  repeat_contact_rate: facts => repeats(facts, world),
  early_end_rate: rate(
    ({ connected, hard, agents, secs, lastSecs }) =>
      connected && (hard.endingGroup !== 'caller ended' || agents.length < 2 || secs !== null || lastSecs > 15),
    ({ hard, agents, secs }) => hard.endingGroup === 'caller ended' && (agents.length < 2 || (secs ?? 99) <= 15),
  ),
  voicemail_rate: rate(finished, fact => fact.voicemail),
  guardrail_rate: rate(connected, ({ body }) => body.transcript.some((turn: any) => turn.triggered_guardrails?.length)),
  language_switch_rate: rate(connected, fact => fact.switched),
  unique_callers: facts => {
    const known = facts.filter(fact => fact.finished && fact.caller)
    return { value: new Set(known.map(fact => fact.caller)).size, n: known.length }
  },
  calls_per_caller: facts => {
    const known = facts.filter(fact => fact.finished && fact.caller)
    const n = new Set(known.map(fact => fact.caller)).size
    return { value: n > 0 ? known.length / n : null, n }
  },
  peak_concurrency: facts => {
    const known = facts.filter(fact => fact.finished && fact.start > 0 && fact.secs !== null)
    // So many as at some start of one of them, there never are more.
    const at = (unix: number) => known.filter(({ start, secs }) => start <= unix && unix < start + secs!).length
    const most = Math.max(0, ...known.map(({ start }) => at(start)))
    const first = known.map(({ start }) => start).filter(start => most > 0 && at(start) === most)
    return { value: most, n: known.length, at: first.length > 0 ? Math.min(...first) : null }
  },
  duration: numbers(finished, fact => [fact.secs]),
  messages: numbers(finished, ({ body }) => [body.transcript.filter((turn: any) => turn.message).length]),
  turns: numbers(finished, fact => [fact.callers.length + fact.agents.length]),
  tool_turns: numbers(finished, ({ body }) => [
    body.transcript.filter((turn: any) => turn.tool_calls.length + turn.tool_results.length > 0).length,
  ]),
  last_turn: numbers(finished, ({ body, callers, agents }) => {
    const spoken = [...callers, ...agents].map(turn => body.transcript.indexOf(turn))
    return spoken.length > 0 ? [Math.max(...spoken)] : []
  }),
  interruption_rate: units(connected, ({ agents }) => [agents.filter(turn => turn.interrupted).length, agents.length]),
  interrupted_call_rate: rate(connected, ({ agents }) => agents.filter(turn => turn.interrupted).length > 2),
  talk_share: units(connected, fact => [fact.agentWords, fact.agentWords + fact.userWords]),
  agent_words_per_turn: ratio(connected, fact => [fact.agentWords, fact.agents.length]),
  repetition_rate: units(connected, ({ hard, callers }) => [hard.repeatedUserTurns!, callers.length]),
  agent_repetition_rate: units(connected, ({ hard, agents }) => [hard.repeatedAgentTurns!, agents.length]),
  dead_air: numbers(connected, ({ hard }) => [hard.deadAir]),
  longest_turn_words: numbers(connected, ({ said }) => [Math.max(...said.map(turn => turn.words))]),
  agent_cut_in_rate: units(connected, ({ said, agents }) => [
    said.filter(({ role, words, turn }, at) => {
      const isBetween = said[at - 1]?.role === 'user' && said[at + 1]?.role === 'user'
      return role === 'agent' && turn.interrupted && words < 4 && isBetween
    }).length,
    agents.length,
  ]),
  agent_speaking_time: numbers(connected, fact => [audio(fact).agent]),
  caller_speaking_time: numbers(connected, fact => [audio(fact).caller]),
  agent_words_per_minute: ratio(connected, fact => [fact.agentWords, (audio(fact).agent ?? 0) / 60]),
  caller_words_per_minute: ratio(connected, fact => [fact.userWords, (audio(fact).caller ?? 0) / 60]),
  silence_share: units(connected, fact => {
    const { agent, caller } = audio(fact)
    if (fact.secs === null || agent === undefined || caller === undefined) return [0, 0]
    return [Math.max(0, fact.secs - agent - caller), fact.secs]
  }),
  queue_wait: numbers(finished, ({ body }) => [body.metadata.queue_wait_secs]),
  ring_time: numbers(finished, ({ body: { metadata } }) => {
    const { start_time_unix_secs: start, accepted_time_unix_secs: accepted } = metadata
    return accepted ? [accepted - start] : []
  }),
  turns_before_tool: numbers(finished, fact => untilTool(fact, at => fact.said.filter(one => one.at < at).length)),
  caller_turns_before_tool: numbers(finished, fact =>
    untilTool(fact, at => fact.said.filter(one => one.role === 'user' && one.at < at).length),
  ),
  time_to_tool: numbers(finished, fact => untilTool(fact, at => fact.body.transcript[at].time_in_call_secs)),
  recovery_rate: units(finished, ({ tools, allTools }) => {
    const failed = tools.filter(tool => tool.failed)
    const isSaved = ({ name, order }: ToolFact) =>
      allTools.some(later => later.name === name && later.order > order && later.hasResult && !later.failed)
    return [failed.filter(isSaved).length, failed.length]
  }),
  transfer_failure_rate: units(finished, ({ allTools }) => {
    const transfers = allTools.filter(
      ({ resultType, name, type, hasResult }) =>
        hasResult &&
        (resultType
          ? resultType.startsWith('transfer_to_')
          : (type === 'system' || !type) && /^transfer_to_(number|agent)$/.test(name)),
    )
    return [transfers.filter(tool => tool.failed).length, transfers.length]
  }),
  knowledge_hit_rate: units(finished, fact => [searches(fact, true), searches(fact)]),
  knowledge_miss_rate: units(finished, fact => [searches(fact) - searches(fact, true), searches(fact)]),
  felt_latency: numbers(finished, fact => fact.waits.felt),
  slow_turn_rate: units(finished, fact => slow(fact.waits.felt)),
  llm_latency: numbers(finished, fact => fact.waits.llm),
  tts_latency: numbers(finished, fact => fact.waits.tts),
  asr_latency: numbers(finished, fact => fact.waits.asr),
  tool_calls: numbers(finished, fact => [fact.tools.length]),
  tool_error_rate: units(finished, ({ tools }) => [tools.filter(tool => tool.failed).length, tools.length]),
  tool_latency: numbers(finished, ({ tools }) => tools.map(tool => tool.secs)),
  criterion_success: units(finished, ({ criteria }) => {
    const of = (wanted: string) => criteria.filter(({ result }) => result === wanted).length
    return [of('success'), of('success') + of('failure')]
  }),
  collected: units(finished, ({ fields }) => [fields.filter(({ value }) => value !== null).length, fields.length]),
  sentiment: mood('overall_sentiment_score'),
  sentiment_min: mood('min_user_sentiment_score'),
  frustration: mood('overall_frustration_score'),
  frustration_max: mood('max_user_frustration_score'),
  rating: numbers(finished, ({ body }) => [body.metadata.feedback?.rating]),
  feedback: units(finished, ({ body }) => {
    const { likes = 0, dislikes = 0 } = body.metadata.feedback ?? {}
    return [likes, likes + dislikes]
  }),
  comment_rate: rate(connected, ({ body }) => Boolean(body.metadata.feedback?.comment)),
  cost: numbers(finished, ({ body }) => [body.metadata.cost]),
  cost_usd: numbers(finished, ({ body }) => [body.metadata.cost_fiat]),
  llm_cost: numbers(finished, ({ body }) => [body.metadata.charging?.llm_charge]),
  platform_cost: numbers(finished, ({ body }) => [body.metadata.charging?.call_charge]),
  voice_cost: numbers(finished, fact => creditsOf(fact, 'voice')),
  burst_cost: numbers(finished, fact => creditsOf(fact, 'burst')),
  cost_per_minute: ratio(finished, ({ body, secs }) => [body.metadata.cost ?? null, (secs ?? 0) / 60]),
  cost_per_success: facts => {
    const base = facts.filter(fact => judged(fact) && typeof fact.body.metadata.cost === 'number')
    const n = base.filter(fact => fact.outcome === 'success').length
    return { n, value: n === 0 ? null : sum(base.map(fact => fact.body.metadata.cost)) / n }
  },
  'data:items': numbers(finished, ({ data }) => [data.get('items') as number]),
})

const WEEK = 7 * 86_400

/** Callers, as far as a week has passed since by the newest call of the world: who called again within it, of all. */
function repeats(facts: Fact[], world: Fact[]): Expected {
  const newest = Math.max(...world.map(fact => fact.start))
  const counted = facts.filter(fact => fact.finished && fact.caller && fact.start > 0 && fact.start + WEEK <= newest)
  const again = counted.filter(({ caller, start }) =>
    world.some(other => {
      // Two calls in one second are one contact.
      const isLater = other.start > start && other.start <= start + WEEK
      return isLater && other.caller === caller
    }),
  )
  const callers = (list: Fact[]): number => new Set(list.map(fact => fact.caller)).size
  return share(callers(again), callers(counted))
}
