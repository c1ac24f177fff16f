import type { Archive } from '../archive/archive.ts'
import { isUnfinishedCopy } from '../archive/copy/notes.ts'
import { otherWorkspace, unfinishedCopy, unprovenWorkspace } from '../archive/failures.ts'
import {
  addKey,
  agentIds,
  bindEmpty,
  digestOf,
  hasCalls,
  isKnown,
  type KnownCall,
  knownDigestOf,
  newestCalls,
  setWorkspaceId,
  workspaceId,
} from '../archive/place/workspace.ts'
import { ArchiveError, AuthError, ConversationsError, NotFoundError } from '../errors.ts'
import type { SyncSource } from '../sync/sync.ts'

/** The API's name of the workspace is worth so long a wait, once in the life of an archive. */
const NAME_MS = 3_000
/** Calls asked for, of which one is enough. */
const ENOUGH_CALLS = 5

/** Whether the archive holds what this key may see, without asking the API. */
export const isOwnKey = async (archive: Archive, apiKey: string | undefined): Promise<boolean> =>
  (await archive.lookUp(knownDigestOf(apiKey ?? ''))) !== null

/**
 * Binds the archive to the key's workspace, so that calls of two workspaces never mix: an empty one to whatever key comes
 * first; otherwise an unknown key must show something that the archive knows. A known key costs no request.
 * @returns whether the key is new to the archive
 * @throws ArchiveError for the key of another workspace, or where that cannot be found out; then nothing was changed
 */
export async function bindWorkspace(
  archive: Archive,
  apiKey: string | undefined,
  source: SyncSource,
  now: number,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, path } = archive
  const { known, isUnfinished } = await archive.lookUp(standingOf(apiKey ?? ''))
  if (isUnfinished) throw unfinishedCopy(path)
  const { digest, isBound } =
    known === null ? await store.write(claim(apiKey ?? '', now)) : { digest: known, isBound: true }
  if (!isBound) {
    await prove(archive, source, signal)
    await store.write(addKey(digest, now))
  }
  archive.writeAs(digest)
  return known === null
}

/** none: of whoever comes first; own: of this key; keyless: of no key, as now; same: of its workspace; unknown: nobody was asked. */
export type Binding = 'none' | 'own' | 'keyless' | 'same' | 'unknown'

/**
 * What `bindWorkspace` will find, without changing anything.
 * @param ask undefined: the API cannot be asked
 * @throws as `bindWorkspace`
 */
export async function bindingOf(
  archive: Archive,
  apiKey: string | undefined,
  ask: { source: SyncSource; signal: AbortSignal } | undefined,
): Promise<Binding> {
  const { known, isUnfinished } = await archive.lookUp(standingOf(apiKey ?? ''))
  if (isUnfinished) throw unfinishedCopy(archive.path)
  if (known !== null && apiKey) return 'own'
  if (!(await archive.lookUp(hasCalls()))) return 'none'
  if (known !== null) return 'keyless'
  if (ask === undefined) return 'unknown'
  await prove(archive, ask.source, ask.signal)
  return 'same'
}

/** @throws ArchiveError where the key is not seen to be of the archive's workspace */
async function prove(archive: Archive, source: SyncSource, signal: AbortSignal): Promise<void> {
  const isSame = await isSameWorkspace(archive, source, signal).catch(error => {
    signal.throwIfAborted()
    const isOfSource = error instanceof ConversationsError && !(error instanceof ArchiveError)
    throw isOfSource ? unprovenWorkspace(archive.path, error.message, error) : error
  })
  if (!isSame) throw otherWorkspace(archive.path)
}

function* standingOf(apiKey: string) {
  return { known: yield* knownDigestOf(apiKey), isUnfinished: yield* isUnfinishedCopy() }
}

/** Binds an archive without calls to the key. */
function* claim(apiKey: string, now: number) {
  const digest = yield* digestOf(apiKey)
  // Another process may have come first.
  return { digest, isBound: (yield* isKnown(digest)) || (yield* bindEmpty(digest, now)) }
}

/** Keeps the API's name of the workspace, which identifies it even after all calls were deleted. Of no use where it has none. */
export async function noteWorkspace(archive: Archive, source: SyncSource): Promise<void> {
  const end = new AbortController()
  const timer = setTimeout(() => end.abort(new Error('late')), NAME_MS)
  try {
    const id = await source.workspaceId(end.signal)
    if (id !== null) await archive.write(setWorkspaceId(id))
  } finally {
    clearTimeout(timer)
  }
}

/** @throws what the source throws, where nothing is proven */
async function isSameWorkspace(archive: Archive, source: SyncSource, signal: AbortSignal): Promise<boolean> {
  let refusal: AuthError | null = null
  /** A key may be kept from single calls, agents or lists; something else can tell. */
  const unlessRefused = async <T>(answer: Promise<T>, otherwise: T): Promise<T> =>
    answer.catch(error => {
      if (!(error instanceof AuthError)) throw error
      refusal = error
      return otherwise
    })
  for (const call of await archive.read(newestCalls(ENOUGH_CALLS))) {
    if (await unlessRefused(isThere(call, source, signal), false)) return true
  }
  const known = await archive.lookUp(workspaceId())
  const told = await unlessRefused(source.workspaceId(signal), null)
  if (known !== null && told !== null) return known === told
  const ids = await archive.read(agentIds())
  if ((await unlessRefused(source.agents(signal), [])).some(agent => ids.has(agent.id))) return true
  if (refusal !== null) throw refusal
  return false
}

async function isThere({ id, agentId }: KnownCall, source: SyncSource, signal: AbortSignal): Promise<boolean> {
  try {
    const body = (await source.getRaw(id, signal)) as { agent_id?: unknown }
    return !agentId || body.agent_id === undefined || body.agent_id === agentId
  } catch (error) {
    if (error instanceof NotFoundError) return false
    throw error
  }
}
