import { formatInstant } from '../../domain/time.ts'
import { inTurns } from '../../pieces.ts'
import { shortText } from '../../render/text.ts'
import { evidenceNotes } from '../conversation/evidence.ts'
import { ALL_FACTS, analysisOf, metadataOf } from '../conversation/facts.ts'
import type { ConversationParts } from '../conversation/fetch.ts'
import { whyNoTranscript } from '../conversation/state.ts'
import { cutText, unreadText } from '../conversation/unread.ts'
import { archivedAt, readAt } from '../coverage.ts'
import type { ToolContext } from '../define.ts'
import type { ViewedCall } from './schema.ts'
import { timelineInPieces } from './timeline.ts'

/** All that stands beside the transcript. */
export async function viewedCall(parts: ConversationParts, context: ToolContext): Promise<ViewedCall> {
  const { call, tags, definitions, agentNames, versionNames } = parts
  const { timezone, recordings, signal } = context
  const now = context.now()
  const agentName = (id: string): string => shortText(agentNames.get(id) ?? id)
  const names = { agent: agentName, version: (id: string | null) => versionNames.get(id ?? '') }
  const notes = [
    unreadText(call) || whyNoTranscript(call, timezone, now),
    cutText(call),
    ...evidenceNotes(call, now),
    parts.archivedAt === undefined
      ? readAt(context, timezone)
      : archivedAt(context, parts.archivedAt, timezone, parts.profile ?? null),
  ]
  return {
    agent: agentName(call.agentId),
    status: shortText(call.status),
    ...(call.startedAt > 0 && { started: formatInstant(call.startedAt, timezone) }),
    metadata: metadataOf(call, tags, names, ALL_FACTS),
    analysis: analysisOf(call, definitions, ALL_FACTS, now),
    notes: notes.flatMap(note => note || []),
    recording: !call.hasAudio ? 'none' : recordings ? 'available' : 'off',
    timeline: await inTurns(timelineInPieces(call), signal),
  }
}
