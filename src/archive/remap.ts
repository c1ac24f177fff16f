import { toConversation } from '../api/map.ts'
import { ArchiveError } from '../errors.ts'
import { unpack } from './body.ts'
import type { Database } from './database.ts'
import { MAPPING, prepareDetail, writeDetail } from './write-detail.ts'

const OUTDATED = `
SELECT conversation_id, detail_read_at, detail FROM conversations JOIN bodies ON conversation = id
WHERE mapping < ? AND detail IS NOT NULL LIMIT ?`

/**
 * Writes rows again that an older version made of their bodies: the better mapping needs no second download.
 * @returns how many; fewer than `limit`: that was all
 */
export function remap(db: Database, limit: number): number {
  const rows = db.all(OUTDATED, [MAPPING, limit])
  for (const { conversation_id: id, detail_read_at: at, detail } of rows) {
    try {
      const body = unpack(detail as Uint8Array)
      const prepared = prepareDetail(body, toConversation(body, String(id)))
      // As read then; where somebody has read the call anew meanwhile, that one stays.
      db.transaction(() => writeDetail(db, prepared, Number(at)))
    } catch (error) {
      if (error instanceof ArchiveError) throw error
      // What the older version made of it stands; whoever asks for the call reads its body anew.
      db.run('UPDATE conversations SET mapping = ? WHERE conversation_id = ?', [MAPPING, id!])
    }
  }
  return rows.length
}
