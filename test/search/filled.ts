import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { prepareDetail } from '../../src/archive/write/prepare-detail.ts'
import { emptyArchive } from '../support/empty-archive.ts'

export type Json = Record<string, any>

/** A new archive with these calls; its file goes when all tests are over. */
export async function filled(bodies: readonly Json[]): Promise<Archive> {
  const folder = mkdtempSync(join(inject('shared'), 'filled-'))
  const archive = await openArchive(emptyArchive(join(folder, 'archive.sqlite')), 1)
  await add(archive, bodies)
  return archive
}

export const add = (archive: Archive, bodies: readonly Json[], at = 1): Promise<void> =>
  archive.writeTogether(
    bodies.map(body => ({ detail: prepareDetail(body, toConversation(body, body.conversation_id)), at })),
  )

let made = 0

/** A finished call of these turns. */
export const body = (transcript: Json[], more: Json = {}): Json => ({
  conversation_id: `conv_${String(++made).padStart(4, '0')}`,
  agent_id: 'agent_1',
  status: 'done',
  transcript,
  metadata: { start_time_unix_secs: 1_790_000_000 + made, call_duration_secs: 60, ...more.metadata },
  ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'metadata')),
})

export const user = (message: string, more: Json = {}): Json => ({ role: 'user', message, ...more })
export const agent = (message: string, more: Json = {}): Json => ({ role: 'agent', message, ...more })

/** A tool call and its result in two turns. */
export const tool = (name: string, params: string, result: string, more: Json = {}): Json[] => {
  const request_id = `req_${++made}`
  return [
    { role: 'agent', message: null, tool_calls: [{ request_id, tool_name: name, params_as_json: params }] },
    { role: 'agent', message: null, tool_results: [{ request_id, tool_name: name, result_value: result, ...more }] },
  ]
}
