import * as z from 'zod/v4'
import { shownDuration } from '../../domain/call-state.ts'
import type { AgentDefinitions, Conversation, Tag } from '../../domain/conversation.ts'
import { display, oneLine, shorten, shortText } from '../../render/text.ts'
import { byId } from '../by-id.ts'
import { endingOf, meaningOf } from './state.ts'

const text = z.string()
const number = z.number()

export const metadataSchema = z.object({
  duration_secs: number.optional(),
  queue_wait_secs: number.optional(),
  version: text.optional(),
  version_id: text.optional(),
  branch: text.optional(),
  branch_id: text.optional(),
  environment: text.optional(),
  user_id: text.optional(),
  language: text.optional(),
  source: text.optional(),
  text_only: z.boolean().optional(),
  phone: z.record(text, text).optional(),
  cost: z.record(text, number).optional(),
  ending: text.optional().describe('Category of how the call ended'),
  termination_reason: text.optional(),
  error: text.optional(),
  warnings: z.array(text).optional(),
  tags: z.array(text).optional(),
  feedback: z.record(text, z.union([text, number])).optional(),
  agents: z.array(text).optional(),
  has_audio: z.boolean().optional(),
})

export const analysisSchema = z.object({
  call_successful: text,
  score: number.optional(),
  title: text.optional(),
  summary: text.optional(),
  criteria: z.array(z.record(text, z.union([text, number]))).optional(),
  collected: byId<unknown>().optional(),
  sentiment: z.record(text, z.union([text, number])).optional(),
  by_agent: z.array(z.record(text, z.union([text, number]))).optional(),
  meaning: text.describe('What call_successful means'),
})

export type Metadata = z.output<typeof metadataSchema>
export type Analysis = z.output<typeof analysisSchema>

/** How much of each kind of text is shown, in bytes; 0: nothing. */
export interface FactSizes {
  /** Title, summary, comment, warnings. */
  text: number
  rationale: number
  /** Collected values. */
  value: number
  /** What the reader has to know about it; without the point. */
  said: string | null
}

export const ALL_FACTS: FactSizes = { text: 8000, rationale: 8000, value: 8000, said: null }
export const NO_FACTS: FactSizes = {
  text: 0,
  rationale: 0,
  value: 0,
  said: 'Summary, criteria and collected data are omitted',
}

/** Where names, tags and reasons alone are larger than the answer may be. */
export const LEAST_FACTS: FactSizes = {
  ...NO_FACTS,
  said: 'Names, tags, reasons, summary, criteria and collected data are omitted',
}

/** From generous to scant. */
export const FACT_SIZES: readonly FactSizes[] = [
  ALL_FACTS,
  cut(2000, 800, 800),
  cut(1200, 300, 300),
  cut(800, 120, 120),
  {
    text: 600,
    rationale: 0,
    value: 60,
    said: 'Rationales are omitted, summary and values truncated',
  },
  {
    text: 300,
    rationale: 0,
    value: 0,
    said: 'Rationales and collected data are omitted',
  },
  NO_FACTS,
]

function cut(text: number, rationale: number, value: number): FactSizes {
  const said = `The summary is truncated at ${text} bytes, rationales and values at ${value}`
  return { text, rationale, value, said }
}

/** Of the facts what is short whatever anybody wrote. */
const OURS = new Set(['duration_secs', 'queue_wait_secs', 'text_only', 'cost', 'ending', 'has_audio'])

/** What is known under a name, by its id. */
interface Names {
  agent(id: string): string
  /** A version or a branch; nothing: it has none. */
  version(id: string | null): string | undefined
}

/** The facts of a call, nulls and empty things left out, each as one line. */
export function metadataOf(call: Conversation, tags: readonly Tag[], names: Names, sizes: FactSizes): Metadata {
  const all = wholeMetadata(call, tags, names, sizes)
  return sizes === LEAST_FACTS ? Object.fromEntries(Object.entries(all).filter(([name]) => OURS.has(name))) : all
}

function wholeMetadata(call: Conversation, tags: readonly Tag[], names: Names, sizes: FactSizes): Metadata {
  const { phone, feedback, cost } = call
  const comment = feedback?.comment ? shorten(oneLine(feedback.comment), sizes.text) : undefined
  return compact({
    duration_secs: shownDuration(call) ?? undefined,
    queue_wait_secs: call.queueWaitSecs ?? undefined,
    version: line(names.version(call.versionId)),
    version_id: line(call.versionId),
    branch: line(names.version(call.branchId)),
    branch_id: line(call.branchId),
    environment: line(call.environment),
    user_id: line(call.userId),
    language: line(call.language),
    source: line(call.source),
    text_only: call.textOnly || undefined,
    phone: phone
      ? compact({
          direction: line(phone.direction),
          type: line(phone.type),
          agent_number: line(phone.agentNumber),
          external_number: line(phone.externalNumber),
          result: line(phone.result),
        })
      : undefined,
    cost: compact({
      credits: cost.credits ?? undefined,
      usd: cost.usd === null ? undefined : Number(cost.usd.toFixed(6)),
    }),
    ending: endingOf(call),
    termination_reason: line(call.ending),
    error: call.error ? line([call.error.code, call.error.reason].filter(Boolean).join(': ')) : undefined,
    warnings: sizes.text > 0 ? some(call.warnings.map(shortText), 5) : undefined,
    tags: some(
      call.tagIds.map(id => shortText(tags.find(tag => tag.id === id)?.title ?? id)),
      20,
    ),
    feedback: feedback
      ? compact({
          overall: line(feedback.overall),
          likes: feedback.likes || undefined,
          dislikes: feedback.dislikes || undefined,
          rating: feedback.rating ?? undefined,
          comment: comment || undefined,
        })
      : undefined,
    agents: call.visitedAgentIds.length > 1 ? some(call.visitedAgentIds.map(names.agent), 10) : undefined,
    has_audio: call.hasAudio,
  })
}

/** How the platform judged a call. */
export function analysisOf(
  call: Conversation,
  definitions: AgentDefinitions | null,
  sizes: FactSizes,
  now: number,
): Analysis {
  const long = (value: string | null, max: number) =>
    value === null || max === 0 ? undefined : shorten(oneLine(value), max) || undefined
  const { sentiment } = call
  const verdict = { call_successful: shortText(call.outcome), meaning: meaningOf(call, now) }
  if (sizes.text === 0) return verdict
  return {
    ...verdict,
    ...compact({
      score: call.score ?? undefined,
      title: long(call.title, sizes.text),
      summary: long(call.summary, sizes.text),
      criteria: call.criteria.map(criterion =>
        compact({
          id: shortText(criterion.id),
          name: line(definitions?.criteria.find(({ id }) => id === criterion.id)?.name),
          result: shortText(criterion.result),
          score: criterion.score ?? undefined,
          max_score: criterion.maxScore ?? undefined,
          rationale: long(criterion.rationale, sizes.rationale),
        }),
      ),
      collected: sizes.value > 0 ? collectedOf(call, sizes.value) : undefined,
      sentiment: sentiment
        ? compact({
            label: line(sentiment.label),
            score: sentiment.score ?? undefined,
            frustration: sentiment.frustration ?? undefined,
            lowest_user_score: sentiment.minUserScore ?? undefined,
            highest_user_frustration: sentiment.maxUserFrustration ?? undefined,
          })
        : undefined,
      by_agent:
        call.scoped.length > 1
          ? call.scoped.map(({ agentId, outcome, score }) =>
              compact({
                agent_id: shortText(agentId ?? 'unknown'),
                call_successful: shortText(outcome),
                score: score ?? undefined,
              }),
            )
          : undefined,
    }),
  }
}

/** Texts and nested values as one line; numbers, truth values and null (not collected) as they are. */
function collectedOf({ collected }: Conversation, max: number): Record<string, unknown> {
  const shown = (value: unknown) =>
    typeof value === 'string' || (typeof value === 'object' && value !== null)
      ? shorten(display(value), max)
      : (value ?? null)
  return Object.fromEntries(collected.map(({ id, value }) => [shortText(id), shown(value)]))
}

/** The first of a list; what is left out is counted. */
const some = (list: string[], most: number): string[] =>
  list.length <= most ? list : [...list.slice(0, most), `and ${list.length - most} more`]

const line = (value: string | null | undefined): string | undefined =>
  value ? shortText(value) || undefined : undefined

/** Without members that are undefined, empty arrays or empty objects. */
function compact<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept = Object.entries(value).filter(
    ([, member]) =>
      member !== undefined && (typeof member !== 'object' || member === null || Object.keys(member).length > 0),
  )
  return Object.fromEntries(kept) as { [K in keyof T]: Exclude<T[K], undefined> }
}
