import { type App, createApp } from './app.ts'
import { type RawSettings, readConfig } from './config.ts'
import { errorAnswer } from './error-answer.ts'
import { ConfigurationError, UserInputError } from './errors.ts'
import { runStdio } from './transport/stdio.ts'

/** The only place that ends the process. Exit codes: 0 answered, 1 failed, 2 wrong use. */
const [FAILED, WRONG_USE] = [1, 2]

const interrupted = new AbortController()

// Whoever read our output has left (`… | head -1`): there is nobody to tell.
process.stdout.on('error', () => process.exit())

async function withApp(settings: RawSettings, run: (app: App) => Promise<number>): Promise<void> {
  const app = createApp(readConfig(settings, process.env))
  try {
    process.exitCode = await run(app)
  } catch (error) {
    process.stderr.write(`error: ${errorAnswer(error, app, interrupted.signal)}\n`)
    process.exitCode = error instanceof UserInputError ? WRONG_USE : FAILED
  } finally {
    await app.close()
  }
}

const serve = (settings: RawSettings): Promise<void> =>
  withApp(settings, async app => {
    if (process.stdin.isTTY) {
      process.stderr.write('Serving MCP on standard input and output; Ctrl-C ends. --help shows the commands.\n')
    }
    await runStdio(app)
    return 0
  })

/** Anything but a plain start: the command line is loaded only for it. */
async function command(): Promise<void> {
  const { createProgram } = await import('./cli/program.ts')
  const program = createProgram(settings => ({
    serve: () => serve(settings),
    tool: (tool, input, json) =>
      withApp(settings, async app => {
        const { answer, deadline } = await import('./tools/run.ts')
        process.once('SIGINT', () => interrupted.abort())
        const { structured, text } = await answer(tool, input, await app.toolContext(deadline(interrupted.signal)))
        process.stdout.write(`${json ? JSON.stringify(structured) : text}\n`)
        return 0
      }),
    doctor: () =>
      withApp(settings, async app => {
        const { doctor } = await import('./cli/doctor.ts')
        const { lines, well } = await doctor(app)
        process.stdout.write(`${lines.join('\n')}\n`)
        return well ? 0 : FAILED
      }),
  }))
  await program.parseAsync()
}

try {
  await (process.argv.length > 2 ? command() : serve({}))
} catch (error) {
  if (error instanceof ConfigurationError || error instanceof UserInputError) {
    process.stderr.write(`error: ${error.message}\n`)
    process.exitCode = WRONG_USE
  } else if ((error as Error).name === 'CommanderError') {
    // Already said on standard error; help and version end this way, too.
    process.exitCode = (error as { exitCode?: number }).exitCode === 0 ? 0 : WRONG_USE
  } else throw error
}
// Something may still hold the event loop (a host's pipe, a socket that lingers): everything is closed and written.
setTimeout(() => process.exit(), 2_000).unref()
