import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connect } from './support/client.ts'
import { type Cluster, POSTGRES_BIN, startCluster } from './support/postgres.ts'
import { smallWorld } from './support/small-world.ts'
import { startWorld } from './support/world.ts'

/*
 * A database on a disk that is really full, which takes the right to mount one. What the server notes before it writes
 * (WAL) lies elsewhere: without room for that PostgreSQL stops, and a stopped server has tests of its own.
 */

const disk = mkdtempSync(join(tmpdir(), 'full-disk-'))
/** Whoever the server runs as. */
const OWNER = process.getuid?.() === 0 ? 65_534 : process.getuid?.()
const isMounted = POSTGRES_BIN !== null && canMount()

function canMount(): boolean {
  try {
    const options = `size=48m,mode=700,uid=${OWNER},gid=${OWNER}`
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const QUESTION = { metrics: ['count', 'success_rate', 'felt_latency'], group_by: ['agent'] }
const SOME = { call_successful: 'failure' }
const LIVE = { conversation_id: 'conv_refund' }
const FULL = /cannot grow: the server's disk is full\. Free disk space there/

describe.skipIf(!isMounted)('a full disk (with PostgreSQL, and the right to mount one)', () => {
  const ballast = join(disk, 'ballast')
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
    await cluster.ask(`CREATE TABLESPACE small LOCATION '${disk}'`)
  })
  afterEach(() => rmSync(ballast, { force: true }))
  afterAll(async () => {
    await cluster?.stop()
    execFileSync('umount', [disk])
    rmSync(disk, { recursive: true, force: true })
  })

  async function serve(database: string) {
    const store = cluster.url.replace('/postgres?', `/${database}?`)
    const server = await startWorld(smallWorld, { store })
    const client = await connect(server.app)
    const archive = async () => (await (await server.app.mirror()).open()).archive
    const close = async () => {
      await client.close()
      await server.close()
    }
    return {
      client,
      ask: (more = {}) => client.call('analyze_conversations', { ...QUESTION, ...more }),
      archive,
      close,
    }
  }

  function leave(kilobytes: number): void {
    const { bavail, bsize } = statfsSync(disk)
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - kilobytes * 1024)))
  }

  // Not even a connection; in the middle of the tables.
  test.each([8, 400, 1_500])('%d KB for a new archive', async kilobytes => {
    const database = `new_${kilobytes}`
    await cluster.ask(`CREATE DATABASE ${database} TABLESPACE small`)
    leave(kilobytes)
    const { client, ask, close } = await serve(database)
    const answer = await ask()
    expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(FULL) })
    expect((await client.call('get_conversation', LIVE)).isError).toBe(false)
    rmSync(ballast)
    expect(await ask()).toMatchObject({ isError: false, text: expect.stringMatching(/^13 calls/) })
    await close()
    await cluster.ask(`DROP DATABASE ${database} WITH (FORCE)`)
  })

  test.each([0, 40, 80])(
    '%d KB for more calls: what was written stays, and the rest comes when there is room',
    async kilobytes => {
      const database = `grown_${kilobytes}`
      await cluster.ask(`CREATE DATABASE ${database} TABLESPACE small`)
      const { client, ask, archive, close } = await serve(database)
      const before = await ask(SOME)
      expect(before.isError).toBe(false)
      const { withDetail } = await (await archive()).status()
      leave(kilobytes)
      const answer = await ask()
      expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(FULL) })
      expect((await client.call('get_conversation', LIVE)).isError).toBe(false)
      expect((await (await archive()).status()).withDetail).toBeGreaterThanOrEqual(withDetail)
      expect(await (await archive()).store.integrity()).toEqual([])
      rmSync(ballast)
      expect(await ask()).toMatchObject({ isError: false, text: expect.stringMatching(/^13 calls/) })
      expect(await (await archive()).status()).toMatchObject({ calls: 13, withDetail: 13 })
      expect(await (await archive()).store.integrity()).toEqual([])
      await close()
      await cluster.ask(`DROP DATABASE ${database} WITH (FORCE)`)
    },
  )
})
