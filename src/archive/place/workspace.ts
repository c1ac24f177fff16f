import { createHmac, randomBytes } from 'node:crypto'
import type { Database } from '../engine/database.ts'

/*
 * Whose calls the archive holds. It knows the keys that read them by a salted digest, never a key itself; several where
 * a key was replaced. Other processes may change this at any time, so it is looked up, not remembered.
 */

const SALT = 'key_salt'
const KEY = 'key '
const WORKSPACE = 'workspace_id'

const noteOf = (db: Database, name: string): string | null =>
  (db.get('SELECT value FROM meta WHERE name = ?', [name])?.value as string | undefined) ?? null

const put = (db: Database, name: string, value: string): void =>
  void db.run('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', [name, value])

/** The digest by which this archive knows the key. */
export function digestOf(db: Database, apiKey: string): string {
  const salt = noteOf(db, SALT) ?? makeSalt(db)
  return createHmac('sha256', salt).update(apiKey).digest('hex')
}

function makeSalt(db: Database): string {
  const made = randomBytes(16).toString('hex')
  db.run('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING', [SALT, made])
  return noteOf(db, SALT)!
}

export const isKnown = (db: Database, digest: string): boolean => noteOf(db, KEY + digest) !== null

/** @param at Unix seconds */
export const addKey = (db: Database, digest: string, at: number): void => put(db, KEY + digest, String(at))

/**
 * Gives an archive without calls to the key, and to it alone; what was known of another workspace's time goes.
 * @returns false: there are calls, nothing was changed
 */
export function bindEmpty(db: Database, digest: string, at: number): boolean {
  return db.transaction(() => {
    if (db.get('SELECT 1 FROM conversations WHERE deleted_at IS NULL LIMIT 1') !== undefined) return false
    db.exec(`DELETE FROM covered; DELETE FROM walks; DELETE FROM conversations`)
    db.run('DELETE FROM meta WHERE name GLOB ? OR name = ?', [`${KEY}*`, WORKSPACE])
    addKey(db, digest, at)
    return true
  })
}

export const workspaceId = (db: Database): string | null => noteOf(db, WORKSPACE)
export const setWorkspaceId = (db: Database, id: string): void => put(db, WORKSPACE, id)

export interface KnownCall {
  id: string
  agentId: string | null
}

/** The newest calls: the API forgets old ones first. */
export const newestCalls = (db: Database, limit: number): KnownCall[] =>
  db.all(
    `SELECT conversation_id AS id, agent_id AS agentId FROM conversations
    WHERE deleted_at IS NULL ORDER BY started_at DESC, id DESC LIMIT ?`,
    [limit],
  ) as unknown as KnownCall[]

export const agentIds = (db: Database): Set<string> =>
  new Set(db.all("SELECT DISTINCT agent_id AS id FROM conversations WHERE agent_id <> ''").map(({ id }) => String(id)))

export interface BindingStatus {
  keys: number
  workspaceId: string | null
}

export const bindingStatus = (db: Database): BindingStatus => ({
  keys: Number(db.get('SELECT count(*) AS keys FROM meta WHERE name GLOB ?', [`${KEY}*`])?.keys),
  workspaceId: workspaceId(db),
})
