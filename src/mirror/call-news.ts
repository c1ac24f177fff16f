import { isIn, newestAfter, type Sql, sql } from '../archive/engine/sql.ts'
import { first, type Work } from '../archive/engine/work.ts'
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
  let seen: number | undefined
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  const look = async (): Promise<void> => {
    try {
      if (mirror.isOpen) {
        const { archive } = await mirror.open()
        const found = await archive.read(newsSince(seen, agents))
        seen = found.newest
        if (found.isOfThem && !isOver) listener()
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

/**
 * The number of the call that came last, and whether one of theirs has come since.
 * @param seen that of the call that came last before; undefined: nobody has looked, and what is there is no news
 */
export function* newsSince(
  seen: number | undefined,
  agents: readonly string[] | null,
): Work<{ newest: number; isOfThem: boolean }> {
  // Not since then: where calls were erased, a number that one of them had is given again.
  const newest = yield* newestOf(NONE, sql`TRUE`)
  const hasNews = seen !== undefined && newest > seen
  const isOfThem = hasNews && (agents === null || (yield* newestOf(seen, isIn(sql`c.agent_id`, agents))) > NONE)
  return { newest, isOfThem }
}

/** Below the number of any call. */
const NONE = -1

function* newestOf(after: number, where: Sql): Work<number> {
  const row = yield* first(sql`SELECT ${newestAfter(after, where)} AS newest`)
  return Number(row?.newest ?? NONE)
}
