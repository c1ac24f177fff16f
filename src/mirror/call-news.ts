import { isIn, sql } from '../archive/engine/sql.ts'
import { first } from '../archive/engine/work.ts'
import type { Log } from '../log.ts'
import type { Mirror } from './mirror.ts'

const EVERY_MS = 1_000

/**
 * Tells when a call has come that was not here before, whoever read it: this server, or another one of the same archive.
 * Looks once a second, and not before somebody has opened the archive.
 * @param agents of these only; null: of all
 * @returns ends it
 */
export function watchCalls(
  mirror: Mirror,
  agents: readonly string[] | null,
  log: Pick<Log, 'debug'>,
  listener: () => void,
): () => void {
  let newest: number | null | undefined
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  const look = async (): Promise<void> => {
    try {
      if (mirror.isOpen) {
        const { archive } = await mirror.open()
        const found = await archive.read(newestOf(agents))
        if (newest !== undefined && found !== newest && !isOver) listener()
        newest = found
      }
    } catch (error) {
      log.debug(`New calls could not be looked for: ${error}`)
    }
    if (!isOver) timer = setTimeout(() => void look(), EVERY_MS).unref()
  }
  void look()
  return () => {
    isOver = true
    clearTimeout(timer)
  }
}

/** Our own id of the call that came last; null: there is none. */
function* newestOf(agents: readonly string[] | null) {
  const isOurs = agents === null ? sql`TRUE` : isIn(sql`agent_id`, agents)
  const row = yield* first(sql`SELECT id FROM conversations WHERE ${isOurs} ORDER BY id DESC LIMIT 1`)
  return row === undefined ? null : Number(row.id)
}
