import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { placeOf } from '../../src/archive/place/place-of.ts'
import { type Cluster, POSTGRES_BIN, startCluster } from '../support/postgres.ts'
import { closedPort } from '../support/sockets.ts'

/* sslmode as libpq understands it, tried on a server that encrypts and on one that does not. */

const folder = mkdtempSync(join(tmpdir(), 'postgres-tls-'))
const [KEY, CERTIFICATE, OTHER] = ['key', 'certificate', 'other'].map(name => join(folder, name)) as [
  string,
  string,
  string,
]

function canMakeCertificates(): boolean {
  try {
    const make = (key: string, certificate: string) =>
      execFileSync(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'rsa:2048',
          '-nodes',
          '-days',
          '2',
          '-subj',
          '/CN=localhost',
          '-keyout',
          key,
          '-out',
          certificate,
        ],
        { stdio: 'ignore' },
      )
    make(join(folder, 'other-key'), OTHER)
    make(KEY, CERTIFICATE)
    return true
  } catch {
    return false
  }
}

const isPossible = POSTGRES_BIN !== null && canMakeCertificates()

describe.skipIf(!isPossible)('encryption (with PostgreSQL and openssl installed)', () => {
  let cluster: Cluster
  let port: string
  beforeAll(async () => {
    cluster = await startCluster()
    port = new URL(await closedPort()).port
    await cluster.end('SIGINT')
    // The server reads its key as the user that it runs as, who owns its socket's folder.
    const { uid, gid } = statSync(decodeURIComponent(new URL(cluster.url).searchParams.get('host')!))
    chmodSync(folder, 0o755)
    chmodSync(KEY, 0o600)
    chownSync(KEY, uid, gid)
  })
  afterAll(async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const serve = (settings: readonly string[]) =>
    cluster.start(['listen_addresses=127.0.0.1', `port=${port}`, ...settings])
  /** What `doctor` says of the connection, or why there is none. */
  const connection = (query: string, host = 'localhost'): Promise<string> =>
    placeOf({ store: `postgres://tests@${host}:${port}/postgres?${query}`, host: 'api.test', profile: 'tls' })
      .found()
      .catch(error => String(error))

  test('is what the mode says where the server encrypts', async () => {
    await serve(['ssl=on', `ssl_cert_file=${CERTIFICATE}`, `ssl_key_file=${KEY}`])
    const ENCRYPTED = /, encrypted \(TLSv1\.\d\)$/
    const UNTRUSTED = /was not used: its certificate is not one that sslmode accepts\. Name the root certificate/
    const root = `sslrootcert=${encodeURIComponent(CERTIFICATE)}`
    for (const [query, host, said] of [
      ['', 'localhost', ENCRYPTED],
      ['sslmode=prefer', 'localhost', ENCRYPTED],
      ['sslmode=allow', 'localhost', /, NOT encrypted/],
      ['sslmode=disable', 'localhost', /, NOT encrypted/],
      ['sslmode=require', 'localhost', ENCRYPTED],
      [`sslmode=require&sslrootcert=${encodeURIComponent(OTHER)}`, 'localhost', UNTRUSTED],
      ['sslmode=verify-full', 'localhost', UNTRUSTED],
      ['sslmode=verify-full&sslrootcert=system', 'localhost', UNTRUSTED],
      [`sslmode=verify-full&${root}`, 'localhost', ENCRYPTED],
      [`sslmode=verify-full&${root}`, '127.0.0.1', UNTRUSTED],
      [`sslmode=verify-ca&${root}`, '127.0.0.1', ENCRYPTED],
      ['sslmode=verify-ca', 'localhost', /sslmode=verify-ca needs sslrootcert/],
      ['sslmode=verify-full&sslrootcert=/none', 'localhost', /sslrootcert names a file that cannot be read/],
      ['sslmode=strict', 'localhost', /sslmode is "strict"; it must be one of disable, allow, prefer/],
    ] as const) {
      expect({ query, host, said: await connection(query, host) }).toEqual({
        query,
        host,
        said: expect.stringMatching(said),
      })
    }
    await cluster.end('SIGINT')
  })

  test('is missed where the mode asks for it and the server cannot', async () => {
    await serve([])
    expect(await connection('')).toMatch(/, NOT encrypted \(see sslmode\)$/)
    for (const mode of ['require', 'verify-full'])
      expect(await connection(`sslmode=${mode}`)).toMatch(
        /the server does not encrypt connections, and sslmode asks for it/,
      )
  })
})
