import type { Archive } from '../archive/archive.ts'
import { whereOf } from '../archive/select/select.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { CallSelection } from '../domain/filter.ts'
import { measuresInPieces } from '../domain/measures.ts'
import { inTurns, type Pieces, TURNS_A_PIECE, waitFor } from '../pieces.ts'
import { type CallFacts, factsOf } from './facts.ts'
import { type Census, type Points, scoresOf } from './score.ts'
import type { Evidence } from './signal.ts'
import { SIGNALS } from './signals.ts'

export interface TriageRequest extends CallSelection {
  limit: number
  offset: number
  /** Unix seconds; without it no call is told as stuck. */
  now?: number
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
  call: Conversation
}

export interface Triage extends Census {
  rows: TriageRow[]
}

/**
 * The calls that somebody should look at first, and why: see `SIGNALS` for how they are scored. The same archive gives
 * the same rows. Blocks for about a quarter of a second per 100,000 selected calls.
 */
export const triage = (archive: Archive, request: TriageRequest): Promise<Triage> =>
  inTurns(triageInPieces(archive, request))

export function* triageInPieces(
  archive: Archive,
  { filter, window, limit, offset, now = 0 }: TriageRequest,
): Pieces<Triage> {
  const { page, census } = yield* waitFor(archive.read(scoresOf(whereOf(filter, window), { limit, offset, now })))
  const rows: TriageRow[] = []
  for (const { conversationId, score, points } of page) {
    const call = yield* archive.readConversation(conversationId)
    // Another process may have deleted it since.
    if (!call) continue
    rows.push({ conversationId, score, reasons: yield* reasonsOf(call, points), facts: factsOf(call), call })
    yield
  }
  return { ...census, rows }
}

const MOST_TURNS = 10

function* reasonsOf(call: Conversation, points: Points): Pieces<Reason[]> {
  // What they are made of.
  yield* measuresInPieces(call)
  const isLong = call.turns.length > TURNS_A_PIECE
  const reasons: Reason[] = []
  for (const signal of SIGNALS) {
    const weight = points[signal.kind]!
    if (weight === 0) continue
    if (isLong) yield
    const { turns, detail } = evidenceOf(signal, call)
    const { kind, title } = signal
    reasons.push({ kind, title, weight, turn: turns[0] ?? null, turns: turns.slice(0, MOST_TURNS), detail })
  }
  return reasons.sort((a, b) => b.weight - a.weight)
}

/** The points stand in the archive, and an odd call does not keep the others from being ranked. */
function evidenceOf({ evidence }: (typeof SIGNALS)[number], call: Conversation): Evidence {
  try {
    return evidence(call)
  } catch {
    return { turns: [], detail: 'its evidence cannot be shown' }
  }
}
