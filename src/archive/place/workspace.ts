import { createHmac, randomBytes } from 'node:crypto'
import { sql } from '../engine/sql.ts'
import { all, first, run, texts, type Work } from '../engine/work.ts'
import { noteOf, noteOnce, setNote } from '../read/notes.ts'

/*
 * Whose calls the archive holds. It knows the keys that read them by a salted digest, never a key itself; several where
 * a key was replaced. Other processes may change this at any time, so it is looked up, not remembered.
 */

export const SALT = 'key_salt'
const KEY = 'key '
const WORKSPACE = 'workspace_id'

const OF_KEY = sql`substr(name, 1, ${KEY.length}) = ${KEY}`

/** The digest by which this archive knows the key; a salt is made where there is none. */
export function* digestOf(apiKey: string): Work<string> {
  return digest(yield* noteOnce(SALT, randomBytes(16).toString('hex')), apiKey)
}

const digest = (salt: string, apiKey: string): string => createHmac('sha256', salt).update(apiKey).digest('hex')

/** The same of a key that this archive knows; else null. */
export function* knownDigestOf(apiKey: string): Work<string | null> {
  const salt = yield* noteOf(SALT)
  const known = salt === null ? '' : digest(salt, apiKey)
  return known !== '' && (yield* isKnown(known)) ? known : null
}

export function* isKnown(digest: string): Work<boolean> {
  return (yield* noteOf(KEY + digest)) !== null
}

/** @param at Unix seconds */
export const addKey = (digest: string, at: number): Work<void> => setNote(KEY + digest, String(at))

/** Calls that were not deleted: an archive without any belongs to whoever comes. */
export function* hasCalls(): Work<boolean> {
  return (yield* first(sql`SELECT 1 FROM conversations WHERE deleted_at IS NULL LIMIT 1`)) !== undefined
}

/**
 * Gives an archive without calls to the key, and to it alone; what was known of another workspace's time goes.
 * @returns false: there are calls, nothing was changed
 */
export function* bindEmpty(digest: string, at: number): Work<boolean> {
  if (yield* hasCalls()) return false
  for (const table of [sql`covered`, sql`walks`, sql`conversations`]) yield* run(sql`DELETE FROM ${table}`)
  yield* run(sql`DELETE FROM meta WHERE ${OF_KEY} OR name = ${WORKSPACE}`)
  yield* addKey(digest, at)
  return true
}

export const workspaceId = (): Work<string | null> => noteOf(WORKSPACE)
export const setWorkspaceId = (id: string): Work<void> => setNote(WORKSPACE, id)

export interface KnownCall {
  id: string
  agentId: string | null
}

/** The newest calls: the API forgets old ones first. */
export const newestCalls = (limit: number): Work<KnownCall[]> =>
  all(sql`
    SELECT conversation_id AS id, agent_id AS "agentId" FROM conversations
    WHERE deleted_at IS NULL ORDER BY started_at DESC NULLS LAST, id DESC LIMIT ${limit}`)

export function* agentIds(): Work<Set<string>> {
  return new Set(yield* texts(sql`SELECT DISTINCT agent_id FROM conversations WHERE agent_id <> ''`))
}

export interface BindingStatus {
  keys: number
  workspaceId: string | null
}

export function* bindingStatus(): Work<BindingStatus> {
  const counted = yield* first(sql`SELECT count(*) AS keys FROM meta WHERE ${OF_KEY}`)
  return { keys: Number(counted?.keys), workspaceId: yield* workspaceId() }
}
