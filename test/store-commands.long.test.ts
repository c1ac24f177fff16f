import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoServer, startDemoServer } from '../src/demo/server.ts'
import { command } from './support/command.ts'
import { type Cluster, POSTGRES_BIN, startCluster } from './support/postgres.ts'
import { smallWorld } from './support/small-world.ts'
import { API_KEY, NOW } from './support/world.ts'

/* The commands of the terminal over a store in PostgreSQL. */

describe.skipIf(POSTGRES_BIN === null)('with --store (and PostgreSQL installed)', () => {
  let cluster: Cluster
  let api: DemoServer
  beforeAll(async () => {
    cluster = await startCluster()
    api = await startDemoServer({ world: smallWorld(), apiKey: API_KEY, now: () => NOW * 1000 })
  })
  afterAll(async () => {
    await api.close()
    await cluster.stop()
  })

  const run = async (...args: string[]) => {
    const env = { ELEVENLABS_API_KEY: API_KEY, ELEVENLABS_BASE_URL: api.url, CONVERSATIONS_MCP_TIMEZONE: 'UTC' }
    const { code, stdout, stderr } = await command(['--store', cluster.url, ...args], { env })
    const plain = (text: string): string =>
      text
        .replaceAll(/_[0-9a-f]{8}\b/g, '_DIGEST')
        .replaceAll(/\d+\.\d MB/g, 'SIZE')
        .trim()
    return { code, stdout: plain(stdout), stderr: plain(stderr) }
  }
  const NAME = 'postgres://tests@localhost/postgres (schema conversations_default_DIGEST)'

  test('an archive is made, filled, looked after and deleted', async () => {
    expect((await run('archive', 'path')).stdout).toBe(NAME)
    expect((await run('archive', 'delete')).stdout).toBe(`There is no archive at ${NAME}.`)
    expect((await run('archive', 'status')).stdout).toMatch(/There is no archive yet\. The first request that needs it/)
    expect((await run('doctor')).stdout).toContain(
      `ok    archive of profile "default": ${NAME} (not created yet; its schema can be created); empty; it will be bound to the workspace of the first API key that fills it`,
    )

    const synced = await run('sync', '--since', '2026-01-01')
    expect(synced).toMatchObject({ code: 0, stdout: expect.stringMatching(/11 calls, 11 of 11 transcripts;/) })
    expect((await run('doctor')).stdout).toContain(`${NAME} (SIZE; opened); bound to the workspace of this API key`)
    const status = (await run('archive', 'status')).stdout
    expect(status).toMatch(/^postgres:.*\n13 calls, 11 with transcripts; 0 deleted upstream; SIZE\n/)
    expect(status).toMatch(/integrity check: OK$/)

    expect((await run('archive', 'prune', '--before', '2026-11-01')).stdout).toMatch(
      /^Removed 11 calls that started before .* and 2 calls whose start is unknown\./,
    )
    expect((await run('archive', 'vacuum')).stdout).toBe('SIZE before, SIZE after.')
    expect((await run('archive', 'status')).stdout).toMatch(/integrity check: OK$/)

    expect(await run('archive', 'delete')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Confirm with --yes'),
    })
    expect((await run('archive', 'delete', '--yes')).stdout).toBe(`Deleted ${NAME}.`)
    expect(await cluster.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'conversations%'")).toEqual([])
  })
})
