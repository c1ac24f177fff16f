import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { ApiClient } from '../../src/api/client.ts'
import type { HttpOptions } from '../../src/api/http.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import { all } from '../../src/archive/engine/work.ts'
import { archivePath } from '../../src/archive/place/files.ts'
import {
  type DemoServer,
  type DemoServerOptions,
  type RecordedRequest,
  startDemoServer,
} from '../../src/demo/server.ts'
import type { Json, World } from '../../src/demo/world.ts'
import { type EnsureOptions, Sync, type SyncOptions, type SyncReport, type SyncRequest } from '../../src/sync/sync.ts'
import { emptyArchive } from '../support/empty-archive.ts'
import { NOW } from '../support/world.ts'

export const ALL: SyncRequest = { filter: {}, details: true }
export const LISTS: SyncRequest = { filter: {}, details: false }

/** An archive, its sync, a client and the embedded API over real HTTP, with a clock that only tests move. */
export class Rig {
  readonly api: DemoServer
  readonly clock = { now: NOW }
  /** Where the built file finds the archive, as its setting `--data-dir`. */
  readonly folder: string
  readonly path: string
  source!: ApiClient
  archive!: Archive
  sync!: Sync
  readonly #http: Partial<HttpOptions>
  readonly #options: Partial<SyncOptions>
  readonly leaseSecs: number

  constructor(api: DemoServer, folder: string, { http = {}, sync = {}, leaseSecs = 1 }: RigOptions) {
    this.api = api
    this.folder = folder
    this.path = archivePath({ dataDir: folder, host: new URL(api.url).host, profile: 'default' })
    this.#http = http
    this.#options = sync
    this.leaseSecs = leaseSecs
  }

  /** A process of its own on the same file, as far as that can be in one process. */
  async open(): Promise<void> {
    this.source = new ApiClient({
      baseUrl: this.api.url,
      apiKey: 'any',
      retryBaseMs: 1,
      timeoutMs: 120_000,
      ...this.#http,
    })
    this.archive = await openArchive(this.path, undefined, this.leaseSecs)
    const now = () => this.clock.now
    this.sync = new Sync({ source: this.source, archive: this.archive, now, ...this.#options })
  }

  async close(): Promise<void> {
    await this.sync.stop()
    await this.source.close()
    await this.archive.close()
  }

  /** What a crash leaves: nothing is waited for, nothing is tidied up. */
  async restart(): Promise<void> {
    await this.close()
    await this.open()
  }

  ensure(request: SyncRequest = ALL, options: Partial<EnsureOptions> = {}): Promise<SyncReport> {
    return this.sync.ensure(request, { signal: new AbortController().signal, ...options })
  }

  /** The requests that the work makes. */
  async requestsOf(work: () => Promise<unknown>): Promise<RecordedRequest[]> {
    const before = this.api.requests.length
    await work()
    return this.api.requests.slice(before)
  }

  get world(): Json[] {
    return this.api.world.conversations
  }

  /** Runs at every request, before it is answered. */
  onRequest(hook: (url: URL) => void): void {
    this.api.faults.always(url => {
      hook(url)
      return false
    }, {})
  }
}

export interface RigOptions {
  http?: Partial<HttpOptions>
  sync?: Partial<SyncOptions>
  demo?: Partial<DemoServerOptions>
  /**
   * What a crash has left behind is taken over so soon. Where nobody crashes but several are at work, long: a computer with
   * much else to do may stand still for a second.
   */
  leaseSecs?: number
}

/** Ends with the test that asks for it. */
export async function startRig(world: World, { demo = {}, ...options }: RigOptions = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'sync-'))
  const api = await startDemoServer({ world, ...demo })
  const rig = new Rig(api, folder, options)
  emptyArchive(rig.path)
  await rig.open()
  onTestFinished(async () => {
    await rig.close()
    await api.close()
    // Whatever has happened, integrity check: OK.
    const problems = await problemsOf(rig.path)
    rmSync(folder, { recursive: true, force: true })
    expect(problems).toEqual([])
  })
  return rig
}

/** By a connection of its own, as the next process would find it. */
export async function problemsOf(path: string): Promise<string[]> {
  const archive = await openArchive(path)
  try {
    return archive.integrity()
  } finally {
    await archive.close()
  }
}

export const startOf = (body: Json): number => body.metadata?.start_time_unix_secs ?? 0

/** Ids of the calls that a condition on `conversations c` selects, in order. */
export { selectedIds as idsOf } from '../archive/mirror.ts'

/**
 * The archive tells of exactly the calls of the world that are `wanted`, as they are.
 * Written against the bodies of the API and the tables, without the code under test.
 */
export async function expectMirror(
  { archive, world }: Pick<Rig, 'archive' | 'world'>,
  { wanted = () => true, details = true }: { wanted?: (body: Json) => boolean; details?: boolean } = {},
): Promise<void> {
  const upstream = world.filter(wanted)
  const rows = await archive.read(
    all(sql`
      SELECT conversation_id, agent_id, started_at, status, outcome, title FROM conversations WHERE deleted_at IS NULL`),
  )
  const tags = await archive.read(
    all(sql`SELECT c.conversation_id, tag_id FROM tags JOIN conversations c ON c.id = conversation ORDER BY tag_id`),
  )
  const tagsOf = (id: unknown) => tags.filter(row => row.conversation_id === id).map(({ tag_id }) => tag_id)
  const inScope = rows
    .filter(row => wanted(row.agent_id === null ? {} : asBody(row)))
    .map(row => ({ ...row, tags: tagsOf(row.conversation_id) }))
  const expected = upstream.map(body => ({
    conversation_id: body.conversation_id,
    agent_id: body.agent_id,
    started_at: startOf(body),
    status: body.status,
    outcome: body.analysis?.call_successful ?? 'unknown',
    title: body.analysis?.call_summary_title ?? null,
    tags: [...body.tag_ids].sort(),
  }))
  const byId = (one: Json, other: Json): number => (one.conversation_id < other.conversation_id ? -1 : 1)
  expect(inScope.sort(byId)).toEqual(expected.sort(byId))
  if (!details) return
  const bodies = await Promise.all(upstream.map(body => archive.body(body.conversation_id)))
  expect(bodies).toEqual(upstream)
}

/** As far as the scope of a test can ask. */
const asBody = (row: Json): Json => ({
  conversation_id: row.conversation_id,
  agent_id: row.agent_id,
  metadata: { start_time_unix_secs: row.started_at },
})

/** Lists asked for, details asked for. */
export function counted(requests: readonly RecordedRequest[]): { pages: number; calls: number } {
  const pages = requests.filter(({ path }) => path.endsWith('/conversations')).length
  return { pages, calls: requests.length - pages }
}
