import { Semaphore } from '../api/semaphore.ts'
import type { Archive } from '../archive/archive.ts'
import type { CallSelection } from '../domain/filter.ts'
import { inTurns } from '../pieces.ts'
import { tooManyBodies, tooManyRows } from './errors.ts'
import { type Calls, callsOf, countRows, type Loading, load, needsBodies } from './load.ts'
import { type Needed, neededFor } from './needs.ts'
import { Sandbox } from './sandbox.ts'
import type { Result } from './worker/messages.ts'

export const LIMITS = {
  /** Milliseconds that a statement may run. */
  ms: 10_000,
  /** Rows of the result, and characters of all its cells. */
  result: { rows: 2000, characters: 200_000 },
  /** Rows of all views that a statement reads. */
  rows: 1_000_000,
  /** Calls that are unpacked for it; masking them takes longer. */
  bodies: { plain: 5000, masked: 500 },
}

export interface Query extends Loading {
  sql: string
  selection: CallSelection
  /** Unix seconds. */
  now: number
}

export interface QueryResult extends Result {
  /** Calls in the views. */
  calls: number
  /** Of these, those whose transcript was needed and is not here. */
  unread: number
}

/** One at a time: each may take as much memory as all others together. */
const line = new Semaphore(1)

/** What the statement needs, before anything is read for it. @throws StatementFailed */
export const checkQuery = (sql: string, now: number, signal: AbortSignal): Promise<Needed[]> =>
  inSandbox(now, signal, async sandbox => neededFor(sql, await sandbox.prepare(sql)))

/**
 * Runs the statement on views that hold the selected calls, and nothing else.
 * @throws StatementFailed; UserInputError where there are too many calls
 */
export async function runQuery(
  archive: Archive,
  query: Query,
  signal: AbortSignal,
  limits = LIMITS,
): Promise<QueryResult> {
  return inSandbox(query.now, signal, async sandbox => {
    const needed = neededFor(query.sql, await sandbox.prepare(query.sql))
    const calls = await inTurns(callsOf(archive, query.selection), signal)
    await checkSize(archive, query, needed, calls, limits)
    const take = sandbox.add.bind(sandbox)
    const unread = await inTurns(load(archive, calls, needed, query, take), signal)
    const result = await sandbox.run(query.sql, limits.result, limits.ms)
    return { ...result, calls: calls.ids.length, unread }
  })
}

async function checkSize(archive: Archive, query: Query, needed: Needed[], calls: Calls, limits: typeof LIMITS) {
  const bodies = needed.filter(one => needsBodies(one, query.isMasked))
  const most = query.isMasked ? limits.bodies.masked : limits.bodies.plain
  if (bodies.length > 0 && calls.ids.length > most) throw tooManyBodies(bodies, calls.ids.length, most, query.isMasked)
  let rows = 0
  for (const { view } of needed) rows += await archive.read(countRows(view, query.selection))
  if (rows > limits.rows) throw tooManyRows(rows, limits.rows)
}

async function inSandbox<T>(now: number, signal: AbortSignal, use: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  return line.run(async () => {
    const sandbox = await Sandbox.start(now)
    const end = (): void => sandbox.end()
    signal.addEventListener('abort', end)
    try {
      signal.throwIfAborted()
      return await use(sandbox)
    } catch (error) {
      signal.throwIfAborted()
      throw error
    } finally {
      signal.removeEventListener('abort', end)
      end()
    }
  }, signal)
}
