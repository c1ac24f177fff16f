import { setFlagsFromString } from 'node:v8'
import { type App, createApp } from './app.ts'
import { readConfig } from './config.ts'
import { errorAnswer } from './error-answer.ts'
import { ConfigurationError, UserInputError } from './errors.ts'
import type { Waiting } from './mirror/mirror.ts'
import { printable } from './render/text.ts'
import { KEEP_FRESH_DAYS, type RawSettings } from './settings.ts'
import { runStdio } from './transport/stdio.ts'

/** The only place that ends the process. Exit codes: 0 answered, 1 failed, 2 wrong use. */
const [FAILED, WRONG_USE] = [1, 2]

const interrupted = new AbortController()

/** Whatever it holds, the terminal gets words and no commands. */
const print = (text: string): boolean => process.stdout.write(`${printable(text)}\n`)
const tell = (text: string): boolean => process.stderr.write(`${printable(text)}\n`)

// Whoever read our output has left (`… | head -1`): there is nobody to tell.
process.stdout.on('error', () => process.exit())

async function withApp(settings: RawSettings, run: (app: App) => Promise<number>): Promise<void> {
  const app = createApp(readConfig(settings, process.env))
  try {
    process.exitCode = await run(app)
  } catch (error) {
    tell(`error: ${errorAnswer(error, app, interrupted.signal)}`)
    process.exitCode = error instanceof UserInputError ? WRONG_USE : FAILED
  } finally {
    await app.close()
  }
}

/**
 * What V8 reads while it runs: the young generation stays as small as it is at this moment (2 × 4 MB, otherwise up to
 * 32 MB, with Node 24 128 MB), the old one is collected when it has grown by half, and undici's parser, which is
 * WebAssembly, is not optimized (40 MB for a moment, of which the allocator keeps 12). Measured after 1,000 calls:
 * 101 MB instead of 148 with Node 20, 125 instead of 260 with Node 24, for the same time an answer.
 */
const SMALL = '--semi-space-growth-factor=1 --heap-growing-percent=50 --no-wasm-tier-up --no-wasm-dynamic-tiering'

/** A server that cannot do this can still answer. */
async function keepFresh({ config, mirror, log }: App): Promise<void> {
  if (config.keepFreshSecs === undefined) return
  try {
    const opened = await mirror()
    opened.keepFresh(config.keepFreshSecs, KEEP_FRESH_DAYS)
  } catch (error) {
    log.warn(`Background refresh is off: ${error instanceof Error ? error.message : error}`)
  }
}

const serve = (settings: RawSettings): Promise<void> =>
  withApp(settings, async app => {
    setFlagsFromString(SMALL)
    if (process.stdin.isTTY) {
      tell('Serving MCP on standard input and output; press Ctrl-C to stop. See --help for commands.')
    }
    void keepFresh(app)
    await runStdio(app)
    return 0
  })

/** Shows how far the reading of calls is, where somebody looks; and lets a signal end it in order. */
async function watchOnTerminal(): Promise<{ onProgress?: Waiting['onProgress']; end(): void }> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => interrupted.abort())
  if (!process.stderr.isTTY) return { end() {} }
  const { progressBar } = await import('./cli/progress-bar.ts')
  return progressBar()
}

/** Anything but a plain start: the command line is loaded only for it. */
async function command(): Promise<void> {
  const { createProgram } = await import('./cli/program.ts')
  const program = createProgram(settings => ({
    serve: () => serve(settings),
    tool: (tool, input, json) =>
      withApp(settings, async app => {
        const { runTool } = await import('./tools/run.ts')
        const { onProgress, end } = await watchOnTerminal()
        const context = await app.toolContext(interrupted.signal, { onProgress })
        const { structured, text } = await runTool(tool, input, context).finally(end)
        print(json ? JSON.stringify(structured) : text)
        return 0
      }),
    sync: options =>
      withApp(settings, async app => {
        setFlagsFromString(SMALL)
        const { syncArchive } = await import('./cli/sync.ts')
        const { onProgress, end } = await watchOnTerminal()
        const watching = onProgress ? { say: tell, onProgress } : null
        try {
          const { text, complete } = await syncArchive(app, options, interrupted.signal, watching).finally(end)
          print(text)
          return complete ? 0 : FAILED
        } catch (error) {
          if (!interrupted.signal.aborted) throw error
          tell('Stopped. What was synced is kept; the next run resumes.')
          return FAILED
        }
      }),
    archive: (action, options) =>
      withApp(settings, async app => {
        const { lookAfterArchive } = await import('./cli/archive.ts')
        const { timezone, now } = await app.toolContext(interrupted.signal)
        print(lookAfterArchive(action, await app.mirror(), options, timezone, now()))
        return 0
      }),
    doctor: () =>
      withApp(settings, async app => {
        const { doctor } = await import('./cli/doctor.ts')
        const { lines, well } = await doctor(app)
        print(lines.join('\n'))
        return well ? 0 : FAILED
      }),
  }))
  await program.parseAsync()
}

try {
  await (process.argv.length > 2 ? command() : serve({}))
} catch (error) {
  if (error instanceof ConfigurationError || error instanceof UserInputError) {
    tell(`error: ${error.message}`)
    process.exitCode = WRONG_USE
  } else if ((error as Error).name === 'CommanderError') {
    // Already said on standard error; help and version end this way, too.
    process.exitCode = (error as { exitCode?: number }).exitCode === 0 ? 0 : WRONG_USE
  } else throw error
}
// Something may still hold the event loop (a host's pipe, a socket that lingers): everything is closed and written.
setTimeout(() => process.exit(), 2_000).unref()
