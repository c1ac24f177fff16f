import type { buildConnector, Dispatcher, Pool } from 'undici'
import { ConfigurationError } from '../errors.ts'

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']

export const isProxySet = (env: NodeJS.ProcessEnv = process.env): boolean => PROXY_VARIABLES.some(name => env[name])

/**
 * Keep-alive connections, through the proxy of the environment where one is set.
 * @throws ConfigurationError where the proxy's address is none
 */
export async function createPool(connections: number, connectTimeoutMs: number): Promise<Dispatcher> {
  const undici = await import('./undici.ts')
  const options = {
    connections,
    keepAliveTimeout: 30_000,
    connect: { timeout: connectTimeoutMs },
    // Each request has its own deadline, over all of its phases.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  if (!isProxySet()) return new undici.Agent(options)
  try {
    return new undici.EnvHttpProxyAgent({ ...options, noProxy: noProxy(), factory: tunnelPool(undici.Pool) })
  } catch {
    // The original error repeats the address, which may hold a password.
    throw new ConfigurationError('HTTPS_PROXY or HTTP_PROXY is not a proxy URL (http://host:port).')
  }
}

/** This computer, where the demo's server is, is never reached through a proxy. */
function noProxy(): string {
  const set = process.env.no_proxy ?? process.env.NO_PROXY ?? ''
  return set === '*' ? set : `${set},localhost,127.0.0.1,[::1]`
}

/** The pool that undici would make itself, with connections that fail for good. */
const tunnelPool =
  (PoolOf: typeof Pool) =>
  (origin: string | URL, options: Pool.Options): Pool => {
    const { connect } = options
    return new PoolOf(origin, typeof connect === 'function' ? { ...options, connect: failForGood(connect) } : options)
  }

/**
 * undici (7.30) holds a connection that broke for one worth repeating at once: a proxy that hangs up is asked thousands
 * of times a second for as long as the request waits. Under another code the request fails, and we decide.
 */
function failForGood(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...result) => {
      const [error] = result
      if (error === null) return callback(...result)
      const isRepeated = 'code' in error && error.code === 'UND_ERR_SOCKET'
      callback(isRepeated ? Object.assign(new Error('proxy'), { code: 'ERR_PROXY_HUNG_UP' }) : error, null)
    })
}
