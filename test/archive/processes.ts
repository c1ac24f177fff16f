import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'esbuild'
import { newFolder } from './mirror.ts'

/** Node of this process, or of a version: `['npx', '-y', '-p', 'node@24', 'node']`. */
export type Launcher = readonly [string, ...string[]]
export const THIS_NODE: Launcher = [process.execPath]

export interface Run {
  /** The line of JSON that the program printed. */
  answer: unknown
  stderr: string
  code: number | null
}

/** `program.ts` as one file that any Node can run. */
export async function buildProgram(): Promise<string> {
  const outfile = join(newFolder(), 'program.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'program.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['libsql'],
    logLevel: 'warning',
  })
  return outfile
}

export function start(program: string, args: string[], launcher: Launcher = THIS_NODE): ChildProcess {
  const [command, ...before] = launcher
  // The bundle lies elsewhere, so libsql has to be shown; other versions of Node must do without.
  const modules = launcher === THIS_NODE ? join(import.meta.dirname, '..', '..', 'node_modules') : ''
  const env = { ...process.env, NODE_PATH: modules, NODE_OPTIONS: '' }
  return spawn(command, [...before, program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

export function run(program: string, args: string[], launcher: Launcher = THIS_NODE): Promise<Run> {
  const child = start(program, args, launcher)
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', chunk => (stdout += chunk))
  child.stderr?.on('data', chunk => (stderr += chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ answer: stdout === '' ? null : JSON.parse(stdout), stderr, code }))
  })
}
