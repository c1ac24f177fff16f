import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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
  /** Asks that user for a password, from the next `pg_reload_conf()` on. */
  requirePassword(user: string): void
  /** Another server, which has what this one has and takes nothing else. */
  standby(): Promise<Pick<Cluster, 'url' | 'stop'>>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

const SETTINGS = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=20']

/** Makes what the server keeps in the folder, as the user that it runs as. */
type Init = (data: string, run: (program: string, args: readonly string[]) => void) => void

const empty: Init = (data, run) =>
  run('initdb', ['-D', data, '-U', 'tests', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'])

export async function startCluster(init = empty): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if (user.uid) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const program = (name: string): string => join(POSTGRES_BIN!, name)
  const options = { ...user, cwd: folder, stdio: 'ignore' } as const
  init(data, (name, args) => execFileSync(program(name), args, options))
  const url = `postgres://tests@localhost/postgres?host=${encodeURIComponent(folder)}`
  let server: ChildProcess
  let ended: Promise<void>
  const cluster: Cluster = {
    url,
    async start(settings = []) {
      const all = [...SETTINGS, ...settings].flatMap(setting => ['-c', setting])
      server = spawn(program('postgres'), ['-D', data, '-k', folder, '-h', '', ...all], options)
      ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
      const port = settings.find(setting => setting.startsWith('port='))?.slice(5) ?? '5432'
      while (server.exitCode === null) {
        try {
          execFileSync(program('pg_isready'), ['-h', folder, '-p', port, '-U', 'tests', '-d', 'postgres'], options)
          return
        } catch {
          await sleep(50)
        }
      }
      throw new Error(`PostgreSQL does not start with ${all.join(' ')}`)
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
    requirePassword(name) {
      const file = join(data, 'pg_hba.conf')
      writeFileSync(file, `local all ${name} scram-sha-256\n${readFileSync(file, 'utf8')}`)
    },
    standby: () =>
      startCluster((copy, run) =>
        run('pg_basebackup', [
          '-D',
          copy,
          '-h',
          folder,
          '-U',
          'tests',
          '-R',
          '-X',
          'stream',
          '-c',
          'fast',
          '--no-sync',
        ]),
      ),
    async stop() {
      await this.end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await cluster.start()
  return cluster
}
