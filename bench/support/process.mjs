// Child processes that speak JSON-RPC lines, without an SDK in between.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { TEMP } from './build.mjs'

const KEPT = ['PATH', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'APPDATA', 'LOCALAPPDATA']
const base = Object.fromEntries(KEPT.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : [])))

/** An environment without the settings, keys, archives and Node options of whoever runs the benchmark. */
export const cleanEnv = (more = {}) => ({ ...base, XDG_DATA_HOME: join(TEMP, 'archives'), ...more })

const CLIENT = { name: 'bench', version: '1' }
const handshake = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT }

const line = (method, params) => `${JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })}\n`
/** The first line of a client of either era. */
export const INITIALIZE = line('initialize', handshake)
export const DISCOVER = line('server/discover', {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': CLIENT,
  },
})

/** Milliseconds from spawning to the first line of output; the process is gone when this resolves. */
export async function firstLineMs(command, args, { input = '', env = {}, endCleanly = false } = {}) {
  const startedMs = performance.now()
  const child = spawn(command, args, { env: cleanEnv(env), stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(child, 'close')
  child.stdin.on('error', () => {})
  child.stdin.write(input)
  const firstMs = await new Promise((resolve, reject) => {
    child.stdout.on('data', chunk => chunk.includes(10) && resolve(performance.now() - startedMs))
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`${args.at(-1)} ended with ${code} before it answered`)))
  })
  if (endCleanly) child.stdin.end()
  else child.kill('SIGKILL')
  await ended
  return firstMs
}

/** Milliseconds from spawning to the end of a process that does nothing. */
export async function lifetimeMs(command, args) {
  const startedMs = performance.now()
  const child = spawn(command, args, { env: cleanEnv(), stdio: 'ignore' })
  await once(child, 'exit')
  return performance.now() - startedMs
}

const execute = promisify(execFile)

/** Runs a bundle, which lies elsewhere, with the packages of the folder `root`; answers what it printed. */
export async function runBundle(program, args, root) {
  const env = { ...cleanEnv(), NODE_PATH: join(root, 'node_modules') }
  const { stdout } = await execute(process.execPath, [program, ...args.map(String)], { env })
  return stdout
}

export async function residentMb(pid) {
  const { stdout } = await execute('ps', ['-o', 'rss=', '-p', String(pid)])
  return Number(stdout) / 1024
}

/** A process, the first line it prints, and what it answers to an empty line: JSON. */
export async function startService(path, args = [], env = {}) {
  const child = spawn(process.execPath, [path, ...args], { env: cleanEnv(env), stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const [first] = await once(lines, 'line')
  const ask = async () => {
    const answer = once(lines, 'line')
    child.stdin.write('\n')
    return JSON.parse((await answer)[0])
  }
  return { first, pid: child.pid, ask, stop: () => stop(child) }
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.stdin.end()
  await ended
}

/** A server over stdio in the 2025 era, after its handshake. */
export async function startServer(path, args = [], env = {}) {
  const child = spawn(process.execPath, [path, ...args], { env: cleanEnv(env), stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = new Map()
  let lastId = 0
  createInterface({ input: child.stdout }).on('line', text => {
    const message = JSON.parse(text)
    const settle = waiting.get(message.id)
    waiting.delete(message.id)
    settle?.(message)
  })
  child.once('exit', () => {
    for (const settle of waiting.values()) settle({ error: { message: 'the server ended' } })
  })
  const send = message => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const request = async (method, params = {}) => {
    const id = ++lastId
    const answer = new Promise(resolve => waiting.set(id, resolve))
    send({ id, method, params })
    const { result, error } = await answer
    if (error) throw new Error(`${method}: ${error.message}`)
    return result
  }
  const hello = await request('initialize', handshake)
  send({ method: 'notifications/initialized' })
  return {
    pid: child.pid,
    hello,
    request,
    /** Both halves of a tool's answer. */
    async call(name, input) {
      const { content, structuredContent, isError } = await request('tools/call', { name, arguments: input })
      const text = content.map(part => part.text).join('\n')
      if (isError) throw new Error(`${name} ${JSON.stringify(input)}: ${text}`)
      return { text, structured: structuredContent }
    },
    stop: () => stop(child),
  }
}
