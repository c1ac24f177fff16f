import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll } from 'vitest'
import { environment, MAIN, NODE } from './environment.ts'

export { environment, MAIN, NODE }

/** What some clients pass on where a person wrote a variable into their configuration. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is passed on as it stands
export const UNEXPANDED = '${ELEVENLABS_API_KEY}'

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

interface Options {
  env?: Record<string, string>
  cwd?: string
  /** Options of Node itself, before the file. */
  node?: string[]
  /** What is run instead of the built file. */
  file?: string
}

const running = new Set<ChildProcess>()

// A test that fails must not leave a process behind.
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts the built file with pipes on all three sides. */
export function start(args: readonly string[], { env, cwd, node = [], file = MAIN }: Options = {}) {
  const child = spawn(NODE, [...node, file, ...args], { env: environment(env), cwd, stdio: 'pipe' })
  running.add(child)
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', text => {
    output.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    output.stderr += text
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve({ code, signal, ...output })
    })
  })
  return { child, output, ended }
}

/** Runs a command to its end with nothing on standard input. */
export function run(args: readonly string[], options?: Options): Promise<Ended> {
  const { child, ended } = start(args, options)
  child.stdin.end()
  return ended
}

/** What every request of the 2026 era carries. */
const META_2026 = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
}

/** The server spoken to line by line, without a client between: what is really on the wire. */
export async function serveRaw(era: '2025' | '2026', args: readonly string[], options?: Options) {
  const server = start(args, options)
  const waiting = new Map<number, (message: any) => void>()
  const lines: string[] = []
  createInterface(server.child.stdout).on('line', line => {
    lines.push(line)
    const message = parsed(line)
    waiting.get(message?.id)?.(message)
  })
  let id = 0
  const write = (text: string) => server.child.stdin.write(`${text}\n`)
  const notify = (method: string, params: object = {}) => write(JSON.stringify({ jsonrpc: '2.0', method, params }))
  const request = (method: string, params: object = {}): Promise<any> => {
    const own = ++id
    const whole = era === '2026' ? { ...params, _meta: META_2026 } : params
    write(JSON.stringify({ jsonrpc: '2.0', id: own, method, params: whole }))
    return new Promise(resolve => waiting.set(own, resolve))
  }
  if (era === '2025') {
    const clientInfo = { name: 'raw', version: '1' }
    await request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo })
    notify('notifications/initialized')
  } else await request('server/discover')
  return { ...server, lines, write, notify, request }
}

function parsed(line: string): any {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
