import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
  stop(): Promise<void>
}

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
  const settings = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=20']
  const server = spawn(
    program('postgres'),
    ['-D', data, '-k', folder, '-h', '', ...settings.flatMap(setting => ['-c', setting])],
    options,
  )
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
  for (;;) {
    try {
      execFileSync(program('pg_isready'), ['-h', folder, '-U', 'tests', '-d', 'postgres'], options)
      break
    } catch {
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
  return {
    url: `postgres://tests@localhost/postgres?host=${encodeURIComponent(folder)}`,
    async stop() {
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
