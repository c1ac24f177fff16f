import { formatInstant } from '../../domain/time.ts'
import { isPlainId } from '../../render/quote.ts'
import { oneLine, plural, shorten, shortText } from '../../render/text.ts'
import type { CallFacts } from '../../triage/facts.ts'
import type { Census } from '../../triage/score.ts'
import { nextCursor, type Position } from '../cursor.ts'
import type { FromArchive } from '../from-archive.ts'
import { nextCall } from '../next-call.ts'
import type { Selection } from '../selection.ts'
import type { TriageAnswer } from './schema.ts'

/** The calls in question, and where in their order the answer begins. */
export interface TriageScope {
  selection: Selection
  synced: FromArchive
  position: Position | null
  /** Fingerprint of the arguments, for the next cursor. */
  argumentsDigest: string
}

/** What the answer covers beside its counts. */
export function covered({ selection, synced }: TriageScope, counts: string, more: readonly string[] = []) {
  const notes = [...synced.notes, ...selection.notes, ...more]
  return { counts, ...selection.described, read: synced.read, ...(notes.length > 0 ? { notes } : {}) }
}

/** How a reader gets at what is not shown. `left`: things from the place of this answer on. */
export function going(scope: TriageScope, shown: number, left: number) {
  const next = nextCursor({ ...scope, page: { nextCursor: null, hasMore: false } }, shown, left)
  return { has_more: shown < left, ...(next === undefined ? {} : { next_cursor: next }) }
}

/** Longest title, in bytes. */
const TITLE_BYTES = 120

/** A call in a few words, none of them longer than `maxText` bytes. */
export function callFacts(call: CallFacts, zone: string, maxText: number) {
  const { startedAt, agentName, agentId, outcome, durationSecs, title } = call
  return {
    started: startedAt > 0 ? formatInstant(startedAt, zone) : undefined,
    agent: shorten(shortText(agentName ?? agentId), maxText),
    outcome: shorten(shortText(outcome), maxText),
    duration_secs: durationSecs ?? undefined,
    title: title === null ? undefined : shorten(oneLine(title), Math.min(TITLE_BYTES, maxText)),
  }
}
/** The call that reads the conversation, at that turn where there is one. */
export function readCall(conversationId: string, turn: number | null): Pick<TriageAnswer, 'next'> {
  // What no id looks like is not said outside the fence, where it stands anyway.
  if (!isPlainId(conversationId)) return {}
  const around = turn === null ? {} : { around_turn: turn }
  return { next: nextCall('get_conversation', { conversation_id: conversationId, ...around }) }
}

/** Why there is nothing to rank or to draw from. */
export function noCalls({ synced }: TriageScope, unfinished: number): string {
  if (!synced.report.complete) return 'No calls have been read yet.'
  return unfinished > 0 ? 'No finished calls match.' : 'No calls match.'
}

type LeftOut = Pick<Census, 'unfinished' | 'stuck' | 'statusUnknown'> & Partial<Pick<Census, 'unread' | 'unreadable'>>

/** What was left out, and why; empty: nothing was. */
export function leftOut({ unfinished, stuck, statusUnknown, unread = 0, unreadable = 0 }: LeftOut): string {
  const [going, waiting] = [unfinished - stuck - statusUnknown, unread - unreadable]
  const parts = [
    going > 0 && `${plural(going, 'call')} still in progress`,
    stuck > 0 && `${plural(stuck, 'call')} stuck (in progress for more than a day)`,
    statusUnknown > 0 && `${plural(statusUnknown, 'call')} of unknown status`,
    unreadable > 0 && `${plural(unreadable, 'call')} that cannot be read`,
    waiting > 0 && `${plural(waiting, 'call')} not read yet`,
  ].filter(Boolean)
  return parts.length > 0 ? ` Excluded: ${parts.join(', ')}.` : ''
}
