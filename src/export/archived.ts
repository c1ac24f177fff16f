import type { Archive } from '../archive/archive.ts'
import { sql } from '../archive/engine/sql.ts'
import { all } from '../archive/engine/work.ts'
import { type CallCounts, callCounts, countStuck } from '../archive/read/count-calls.ts'
import { whereOf } from '../archive/select/select.ts'
import type { CallSelection } from '../domain/filter.ts'
import { ConversationsError } from '../errors.ts'
import { inTurns } from '../pieces.ts'
import type { Redactor } from '../redact/redactor.ts'
import type { ExportFormat, ExportItem } from './formats/format.ts'

/** Calls of the archive, as items of an export. */
export interface ArchivedCalls extends CallSelection {
  archive: Archive
  /** Names of agents by id, for calls that do not tell theirs. */
  agentNames: ReadonlyMap<string, string>
  /** null: nothing is masked. */
  redactor: Redactor | null
  /** The archive tells of calls that are masked, but for their ids. */
  isArchiveMasked: boolean
}

/** How many there are. */
export async function countCalls({ archive, filter, window, now }: Counted): Promise<CallCounts & { stuck: number }> {
  const where = whereOf(filter, window)
  return await archive.read(
    (function* () {
      return { ...(yield* callCounts(where)), stuck: yield* countStuck(where, now) }
    })(),
  )
}

interface Counted extends Pick<ArchivedCalls, 'archive' | 'filter' | 'window'> {
  /** Unix seconds. */
  now: number
}

/** Ids taken from the archive at a time. */
const BATCH = 500

/** The calls as the format needs them, newest first. Each is read when it is asked for, so that memory stays flat. */
export async function* archivedCalls(calls: ArchivedCalls, needs: ExportFormat['needs']): AsyncGenerator<ExportItem> {
  const where = whereOf(calls.filter, calls.window)
  let last: StoredCall = { id: Number.MAX_SAFE_INTEGER, startedAt: Number.MAX_SAFE_INTEGER, conversationId: '' }
  for (;;) {
    const page = sql`
      SELECT c.id, c.started_at AS "startedAt", c.conversation_id AS "conversationId" FROM conversations c
      WHERE (${where}) AND (c.started_at, c.id) < (${last.startedAt}, ${last.id})
      ORDER BY c.started_at DESC NULLS LAST, c.id DESC LIMIT ${BATCH}`
    const rows = await calls.archive.read(all<StoredCall>(page))
    for (const { conversationId } of rows) {
      yield await readItem(conversationId, calls, needs)
    }
    if (rows.length < BATCH) return
    last = rows.at(-1)!
  }
}

interface StoredCall {
  id: number
  startedAt: number
  conversationId: string
}

/** One may have been deleted since; and whatever one is like, the others are written. */
async function readItem(id: string, calls: ArchivedCalls, needs: ExportFormat['needs']): Promise<ExportItem> {
  try {
    return (await itemOf(id, calls, needs)) ?? { lost: id }
  } catch (error) {
    if (error instanceof ConversationsError) throw error
    return { lost: id }
  }
}

async function itemOf(id: string, calls: ArchivedCalls, needs: ExportFormat['needs']): Promise<ExportItem | null> {
  const { archive, redactor } = calls
  const masks = calls.isArchiveMasked ? null : redactor
  if (needs === 'body') {
    const body = await inTurns(archive.readBody(id))
    return body === null ? null : { body: masks ? await inTurns(masks.json(body)) : body }
  }
  if (needs === 'summary') {
    const summary = withName(await archive.summary(id), calls)
    const masked = summary && masks ? await inTurns(masks.summary(summary)) : summary
    return masked && { summary: redactor?.ids(masked) ?? masked }
  }
  const call = withName(await inTurns(archive.readConversation(id)), calls)
  const masked = call && masks ? await inTurns(masks.conversation(call)) : call
  return masked && { call: redactor?.ids(masked) ?? masked }
}

const withName = <T extends { agentId: string; agentName: string | null }>(
  call: T | null,
  { agentNames }: ArchivedCalls,
): T | null => call && { ...call, agentName: call.agentName ?? agentNames.get(call.agentId) ?? null }
