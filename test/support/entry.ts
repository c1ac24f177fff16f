import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { environment } from './built.ts'

/** A server as a client's configuration names it. */
export interface ServerEntry {
  command: string
  args: string[]
  env?: Record<string, string>
}

/** Starts the server of an entry as a client does, asks who it is, and lets it end. */
export async function whoAnswers(
  { command, args, env }: ServerEntry,
  options: { env?: Record<string, string>; cwd?: string } = {},
) {
  const child = spawn(command, args, { env: environment({ ...options.env, ...env }), cwd: options.cwd, stdio: 'pipe' })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  const clientInfo = { name: 'test', version: '1' }
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`)
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stderr }))
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => text as string),
    ended.then(({ code }) => Promise.reject(new Error(`ended with ${code}: ${stderr}`))),
  ])
  child.stdin.end()
  return { server: JSON.parse(line).result.serverInfo as { name: string; version: string }, ...(await ended) }
}
