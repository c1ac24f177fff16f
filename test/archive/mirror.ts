import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { toConversation, toSummaries } from '../../src/api/map.ts'
import { listQuery } from '../../src/api/query.ts'
import { type Archive, type Membership, openArchive } from '../../src/archive/archive.ts'
import { type Sql, sql } from '../../src/archive/engine/sql.ts'
import { texts } from '../../src/archive/engine/work.ts'
import { prepareDetail } from '../../src/archive/write/prepare-detail.ts'
import { createDemoApi } from '../../src/demo/api.ts'
import type { Json, WorkspaceExtras, World } from '../../src/demo/world.ts'
import type { Conversation, ConversationSummary } from '../../src/domain/conversation.ts'
import type { ConversationFilter } from '../../src/domain/filter.ts'
import { emptyArchive } from '../support/empty-archive.ts'

/** A new folder, which goes when all tests are over. */
export const newFolder = (): string => mkdtempSync(join(inject('shared'), 'archive-'))

/** Path of an archive that does not exist yet. */
export const newPath = (): string => join(newFolder(), 'data', 'host', 'default.sqlite')

/** All list items of a filter, as the embedded API gives them. */
export async function listItems(
  world: World,
  filter: ConversationFilter,
  extras: WorkspaceExtras = {},
): Promise<Json[]> {
  const api = createDemoApi(world, { extras })
  const items: Json[] = []
  for (let cursor: string | undefined; ; ) {
    const query = listQuery(filter, { pageSize: 100, cursor, summaries: true })
    const response = await api.request(`/v1/convai/conversations?${query}`, { headers: { 'xi-api-key': 'any' } })
    const page = (await response.json()) as Json
    if (response.status !== 200) throw new Error(JSON.stringify(page))
    items.push(...page.conversations)
    if (!page.has_more) return items
    cursor = page.next_cursor
  }
}

export const summariesOf = (items: Json[]): ConversationSummary[] =>
  toSummaries({ conversations: items, has_more: false }).items

const mapped = new WeakMap<Json, Conversation>()

/** The mapping of a body, made once: the worlds have thousands of turns. */
export function callOf(body: Json): Conversation {
  const call = mapped.get(body) ?? toConversation(body, body.conversation_id)
  mapped.set(body, call)
  return call
}

/** Reads a call into the archive as a sync does. */
export async function addDetail(archive: Archive, body: Json, at: number): Promise<void> {
  await archive.upsertConversation(body, callOf(body), at)
}

/** A new archive with all that the API tells: lists, details, and walks for the facts that no body shows. */
export async function mirror(
  world: World,
  extras: WorkspaceExtras = {},
  path = emptyArchive(newPath()),
): Promise<Archive> {
  const archive = await openArchive(path, 1000)
  const summaries = summariesOf(await listItems(world, {}))
  for (let index = 0; index < summaries.length; index += 100) {
    await archive.upsertSummaries(summaries.slice(index, index + 100), 1000)
  }
  // One transaction for all of them, which a sync would never do: it saves seconds.
  await archive.writeTogether(
    world.conversations.map(call => ({ detail: prepareDetail(call, callOf(call)), at: 1001 })),
  )
  for (const membership of membershipsIn(extras)) {
    const { filter, value } = membership
    const wanted = filter === 'parent_conversation_id' || filter === 'call_successful' ? value : [value]
    const found = summariesOf(await listItems(world, { [filter]: wanted }, extras))
    await archive.upsertSummaries(found, 1002, membership)
  }
  return archive
}

function membershipsIn(extras: WorkspaceExtras): Membership[] {
  const all = Object.values(extras).flatMap(
    ({ topic_ids = [], procedure_ids = [], parent_conversation_id, evaluation_error }) => [
      ...(evaluation_error ? [{ filter: 'call_successful', value: 'error' } as const] : []),
      ...topic_ids.map((value): Membership => ({ filter: 'topic_ids', value })),
      ...procedure_ids.map((value): Membership => ({ filter: 'triggered_procedure_ids', value })),
      ...(parent_conversation_id ? [{ filter: 'parent_conversation_id', value: parent_conversation_id } as const] : []),
    ],
  )
  return [...new Map(all.map(one => [`${one.filter} ${one.value}`, one])).values()]
}

/** Ids of the calls that a condition on `conversations c` selects, in order. */
export const selectedIds = (archive: Archive, where: Sql): Promise<string[]> =>
  archive.read(texts(sql`SELECT c.conversation_id FROM conversations c WHERE ${where} ORDER BY c.conversation_id`))
