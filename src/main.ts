import { keepFresh } from './background.ts'
import type { RawSettings } from './settings.ts'
import { ANSWERED, refusals, type Terminal, tell, withApp } from './terminal.ts'
import { runStdio } from './transport/stdio.ts'

/* The only place that ends the process. */

// Whoever read our output has left (`… | head -1`): there is nobody to tell.
process.stdout.on('error', () => process.exit())

/**
 * What V8 reads while it runs: the young generation stays as small as it is at this moment (2 × 4 MB, otherwise up to
 * 32 MB, with Node 24 128 MB), the old one is collected when it has grown by half, and undici's parser, which is
 * WebAssembly, is not optimized (40 MB for a moment, of which the allocator keeps 12). Measured after 1,000 calls:
 * 101 MB instead of 148 with Node 20, 125 instead of 260 with Node 24, for the same time an answer.
 */
const SMALL = '--semi-space-growth-factor=1 --heap-growing-percent=50 --no-wasm-tier-up --no-wasm-dynamic-tiering'

const interrupted = new AbortController()

/** Whoever ends the input, or presses Ctrl-C, says no. */
async function ask(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline')
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await new Promise<string>(resolve => {
    reader.once('close', () => resolve('')).question(question, resolve)
  })
  reader.close()
  return /^\s*y(es)?\s*$/i.test(answer)
}

const terminal: Terminal = {
  env: process.env,
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
  columns: process.stdout.isTTY ? process.stdout.columns || 80 : undefined,
  isWatched: process.stderr.isTTY,
  ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
  interrupted: interrupted.signal,
  listen() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => interrupted.abort())
  },
  staySmall: async () => (await import('node:v8')).setFlagsFromString(SMALL),
}

const serve = (settings: RawSettings): Promise<number> =>
  withApp(terminal, settings, async app => {
    // Not in the way of the handshake, which is answered sooner than node:v8 is loaded.
    setTimeout(() => void terminal.staySmall(), 200).unref()
    if (process.stdin.isTTY) {
      tell(terminal, 'Serving MCP on standard input and output; press Ctrl-C to stop. See --help for commands.')
    }
    await keepFresh(app)
    await runStdio(app)
    return ANSWERED
  })

process.exitCode = await refusals(terminal, async () => {
  const args = process.argv.slice(2)
  if (args.length === 0) return serve({})
  // The command line is loaded only for it.
  const { runCommand } = await import('./cli/command.ts')
  return runCommand(args, terminal, serve)
})
// Something may still hold the event loop (a host's pipe, a socket that lingers): everything is closed and written.
setTimeout(() => process.exit(), 2_000).unref()
