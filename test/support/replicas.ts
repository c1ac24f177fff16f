import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { vi } from 'vitest'
import { start } from './built.ts'
import { PATIENT } from './patient.ts'

/** A server for a team in a process of its own, as it is deployed. */
export interface Replica {
  url: string
  /** As a computer that loses its power. */
  kill(): Promise<void>
  /** As it is asked to end. @returns its exit code */
  end(): Promise<number | null>
  /** What it has written so far. */
  log(): string
}

export async function startReplica(env: Record<string, string>, args: readonly string[] = []): Promise<Replica> {
  const { child, output, ended } = start([...args, 'http', '--port', '0'], { env })
  const url = await vi.waitFor(() => {
    const [, found] = /Serving MCP at (\S+)\/mcp/.exec(output.stderr) ?? []
    if (found === undefined && child.exitCode === null) throw new Error('not yet')
    return found
  }, PATIENT)
  if (url === undefined) throw new Error(`it does not start: ${output.stderr}`)
  const signalled = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal)
    return (await ended).code
  }
  return {
    url,
    kill: async () => void (await signalled('SIGKILL')),
    end: () => signalled('SIGTERM'),
    log: () => output.stderr,
  }
}

/**
 * A load balancer that gives each request to the next server. Where one cannot be reached the next gets it; where one
 * dies over a request the client is told so (502), since the request may have been carried out.
 */
export async function startBalancer(
  servers: () => readonly string[],
): Promise<{ url: string; close(): Promise<void> }> {
  let turn = 0
  const balancer = createServer(async (asked, answer) => {
    const pieces: Buffer[] = []
    for await (const piece of asked) pieces.push(piece)
    const body = Buffer.concat(pieces)
    const send = (triesLeft: number): void => {
      const urls = servers()
      const target = urls[turn++ % urls.length]
      const forwarded = request(`${target}${asked.url}`, { method: asked.method, headers: asked.headers, agent: false })
      forwarded.once('response', response => {
        answer.writeHead(response.statusCode!, response.headers)
        response.once('error', () => answer.destroy()).pipe(answer)
      })
      forwarded.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED' && triesLeft > 0) send(triesLeft - 1)
        else if (answer.headersSent) answer.destroy()
        else answer.writeHead(502).end('502 Bad Gateway')
      })
      answer.once('close', () => forwarded.destroy())
      forwarded.end(body)
    }
    send(servers().length)
  })
  await new Promise<void>(resolve => balancer.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        balancer.close(() => resolve())
        balancer.closeAllConnections()
      }),
  }
}
