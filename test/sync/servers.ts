import { onTestFinished } from 'vitest'
import { ApiClient } from '../../src/api/client.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { type EnsureOptions, Sync, type SyncReport, type SyncRequest } from '../../src/sync/sync.ts'
import { ALL, type Rig } from './rig.ts'

/** A server of its own beside the rig's, as far as that can be in one process. */
export interface Server {
  source: ApiClient
  archive: Archive
  ensure(request?: SyncRequest, options?: Partial<EnsureOptions>): Promise<SyncReport>
}

/** Ends with the test, before the rig does. */
export async function otherServer(rig: Rig): Promise<Server> {
  const source = new ApiClient({ baseUrl: rig.api.url, apiKey: 'any', retryBaseMs: 1, timeoutMs: 120_000 })
  const archive = await openArchive(rig.path, undefined, rig.leaseSecs)
  const sync = new Sync({ source, archive, now: () => rig.clock.now })
  onTestFinished(async () => {
    await sync.stop()
    await source.close()
    await archive.close()
  })
  return {
    ...{ source, archive },
    ensure: (request = ALL, options = {}) => sync.ensure(request, { signal: new AbortController().signal, ...options }),
  }
}

/** Calls that were asked for, by how often. */
export function timesAsked({ api }: Pick<Rig, 'api'>): Record<number, number> {
  const times = new Map<string, number>()
  for (const { path } of api.requests) if (!path.endsWith('/conversations')) times.set(path, (times.get(path) ?? 0) + 1)
  const counts: Record<number, number> = {}
  for (const count of times.values()) counts[count] = (counts[count] ?? 0) + 1
  return counts
}
