import { type ClientConfig, Pool, type PoolClient } from 'pg'
import pgpass from 'pgpass'
import { type Parameter, type Tls, tlsModes } from './tls.ts'
import { ROW_TYPES } from './types.ts'

/** Milliseconds in which a server has to take a connection, where the URL does not say. */
const CONNECT_MS = 10_000
const DEFAULT_PORT = 5432

/**
 * Connections to the database that the URL names, as libpq understands it; one of them has been tried.
 * @param most so many at a time
 * @throws what the driver throws
 */
export async function connect(url: string, most: number): Promise<Pool> {
  const parameter = parametersOf(url)
  const address = addressOf(url, parameter)
  const modes = tlsModes(parameter, address.host.startsWith('/'))
  for (const [at, ssl] of modes.entries()) {
    const pool = poolOf(address, ssl, parameter, most)
    try {
      await withClient(pool, async () => {})
      return pool
    } catch (error) {
      await pool.end()
      if (at === modes.length - 1 || !mayBeOfTls(error)) throw error
    }
  }
  throw new Error('there is always a mode')
}

export async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let failure: unknown
  // The statement under way fails, too, if there is one.
  const hear = (error: unknown): void => {
    failure = error
  }
  client.on('error', hear)
  try {
    return await work(client)
  } catch (error) {
    if (isLost(error)) failure = error
    throw error
  } finally {
    client.off('error', hear)
    client.release(failure instanceof Error ? failure : undefined)
  }
}

/** The connection is gone, or was never there. */
export function isLost(error: unknown): boolean {
  const { code, message } = (one(error) ?? {}) as { code?: string; message?: string }
  // Classes of SQLSTATE: 08 connection, 57P the server ends or starts.
  return /^(08|57P|ECONN|EPIPE)/.test(code ?? '') || /^Connection terminated|not queryable/.test(message ?? '')
}

/** What may be over in a moment: lost connections, a server that starts, too many clients, two who wait for each other. */
export function isPassing(error: unknown): boolean {
  const { code, message } = (one(error) ?? {}) as { code?: string; message?: string }
  if (/timeout/.test(message ?? '')) return false
  return /^(08|57P0[123]|53300|40001|40P01|ECONN|EPIPE|ENOENT|EAI_AGAIN)/.test(code ?? '') || isLost(error)
}

/** Of a host with several addresses each has failed. */
export const one = (error: unknown): unknown => (error instanceof AggregateError ? error.errors[0] : error)

/** Where another kind of connection may be taken: no encryption, no rule for it; not a wrong password. */
const mayBeOfTls = (error: unknown): boolean => {
  const { code } = one(error) as { code?: string }
  return code === undefined || code === '28000' || /SSL|TLS|CERT|ECONNRESET|EPROTO/.test(code)
}

/** Names of variables that differ from those of parameters by more than `PG` (libpq, "Environment Variables"). */
const VARIABLES: Record<string, string> = {
  dbname: 'PGDATABASE',
  application_name: 'PGAPPNAME',
  connect_timeout: 'PGCONNECT_TIMEOUT',
}

/** In the URL, or, as every program of PostgreSQL has them, in the environment. */
function parametersOf(url: string): Parameter {
  const { searchParams } = new URL(url)
  return name => searchParams.get(name) || process.env[VARIABLES[name] ?? `PG${name.toUpperCase()}`] || undefined
}

interface Address {
  host: string
  port: number
  user: string | undefined
  database: string | undefined
  password: string | undefined
}

/** What is missing the driver knows, from the environment or by default. */
function addressOf(text: string, parameter: Parameter): Address {
  const url = new URL(text)
  const part = (written: string): string | undefined => decodeURIComponent(written) || undefined
  return {
    // A folder of sockets does not fit into the place of the host.
    host:
      url.searchParams.get('host') ||
      part(url.hostname.replace(/^\[(.*)\]$/, '$1')) ||
      parameter('host') ||
      'localhost',
    port: Number(url.port || parameter('port') || DEFAULT_PORT),
    user: part(url.username) ?? parameter('user'),
    database: part(url.pathname.slice(1)) ?? parameter('dbname'),
    password: part(url.password) ?? parameter('password'),
  }
}

function poolOf({ password, ...address }: Address, ssl: Tls, parameter: Parameter, most: number): Pool {
  const seconds = Number(parameter('connect_timeout'))
  const config: ClientConfig = {
    ...Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined)),
    ssl,
    password: password ?? passwordOfFile,
    application_name: parameter('application_name') ?? 'conversations-mcp',
    ...(parameter('options') === undefined ? {} : { options: parameter('options')! }),
    connectionTimeoutMillis: seconds > 0 ? seconds * 1000 : CONNECT_MS,
    keepAlive: true,
    // Statements are sent without waiting for the answers to those before.
    pipeline: true,
    types: ROW_TYPES,
  }
  const pool = new Pool({ ...config, max: most, allowExitOnIdle: true })
  // A connection that breaks while nobody uses it: the next question gets another.
  pool.on('error', () => {})
  // Between the pool and whoever asked for it nobody listens to a connection, and Node would end the process.
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

/** That of `~/.pgpass`. The driver would look there itself, with a warning that it will not for ever. */
const passwordOfFile = ((address: pgpass.Address) =>
  new Promise<string | undefined>(resolve => pgpass(address, resolve))) as unknown as () => Promise<string>
