import { whereOf } from '../archive/select.ts'
import type { Archive } from '../archive/store.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { ConversationFilter } from '../domain/filter.ts'
import type { TimeWindow } from '../domain/time.ts'
import { type CallFacts, factsOf } from './facts.ts'
import { type Census, type Points, scoresOf } from './score.ts'
import { SIGNALS } from './signals.ts'

export interface Selection {
  filter: ConversationFilter
  window?: TimeWindow | undefined
}

export interface TriageRequest extends Selection {
  limit: number
  offset: number
}

/** Why a call is in the list. */
export interface Reason {
  kind: string
  title: string
  /** Points that it gives. */
  weight: number
  /** Number of the turn to quote; null where no turn proves it. */
  turn: number | null
  /** Numbers of turns that prove it, that one in front; at most ten. */
  turns: number[]
  /** May hold words of others. */
  detail: string
}

export interface TriageRow {
  conversationId: string
  /** 1 to 100. */
  score: number
  /** The weightiest first. */
  reasons: Reason[]
  facts: CallFacts
}

export interface Triage extends Census {
  rows: TriageRow[]
}

/**
 * The calls that somebody should look at first, and why: see `SIGNALS` for how they are scored. The same archive gives
 * the same rows. Blocks for about a quarter of a second per 100,000 selected calls.
 */
export function triage(archive: Archive, { filter, window, limit, offset }: TriageRequest): Triage {
  const { page, census } = scoresOf(archive.db, whereOf(filter, window), limit, offset)
  const rows = page.flatMap(({ conversationId, score, points }) => {
    const call = archive.conversation(conversationId)
    // Another process may have deleted it since.
    return call ? { conversationId, score, reasons: reasonsOf(call, points), facts: factsOf(call) } : []
  })
  return { ...census, rows }
}

const MOST_TURNS = 10

const reasonsOf = (call: Conversation, points: Points): Reason[] =>
  SIGNALS.filter(({ kind }) => points[kind]! > 0)
    .map(({ kind, title, evidence }) => {
      const { turns, detail } = evidence(call)
      return { kind, title, weight: points[kind]!, turn: turns[0] ?? null, turns: turns.slice(0, MOST_TURNS), detail }
    })
    .sort((a, b) => b.weight - a.weight)
