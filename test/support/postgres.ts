import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

/* A PostgreSQL of the tests' own: under a temporary folder, on a socket there, as a user without rights. */

const DEBIAN = '/usr/lib/postgresql'

/** Where its programs are; null: there are none on this computer. */
export const POSTGRES_BIN: string | null = existsSync(DEBIAN)
  ? (readdirSync(DEBIAN)
      .sort((a, b) => Number(b) - Number(a))
      .map(version => join(DEBIAN, version, 'bin'))
      .find(bin => existsSync(join(bin, 'initdb'))) ?? null)
  : null

/** It refuses to run as root. */
const NOBODY = 65_534

export interface Cluster {
  url: string
  /** Asks the server something, over a connection of its own. */
  ask<T extends object>(sql: string, values?: unknown[]): Promise<T[]>
  /** @param how SIGTERM waits for clients, SIGINT ends them, SIGQUIT crashes */
  end(how: 'SIGTERM' | 'SIGINT' | 'SIGQUIT'): Promise<void>
  /** @param settings beside those of all tests: `max_connections=5` */
  start(settings?: readonly string[]): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

const SETTINGS = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=20']

export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if (user.uid) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const program = (name: string): string => join(POSTGRES_BIN!, name)
  const options = { ...user, cwd: folder, stdio: 'ignore' } as const
  execFileSync(
    program('initdb'),
    ['-D', data, '-U', 'tests', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    options,
  )
  const url = `postgres://tests@localhost/postgres?host=${encodeURIComponent(folder)}`
  let server: ChildProcess
  let ended: Promise<void>
  const cluster: Cluster = {
    url,
    async start(settings = []) {
      const all = [...SETTINGS, ...settings].flatMap(setting => ['-c', setting])
      server = spawn(program('postgres'), ['-D', data, '-k', folder, '-h', '', ...all], options)
      ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
      for (;;) {
        try {
          execFileSync(program('pg_isready'), ['-h', folder, '-U', 'tests', '-d', 'postgres'], options)
          return
        } catch {
          await sleep(50)
        }
      }
    },
    async end(how) {
      server.kill(how)
      await ended
    },
    async ask<T extends object>(sql: string, values: unknown[] = []) {
      const client = new Client({ connectionString: url })
      await client.connect()
      try {
        return (await client.query<T>(sql, values)).rows
      } finally {
        await client.end()
      }
    },
    async stop() {
      await this.end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await cluster.start()
  return cluster
}
