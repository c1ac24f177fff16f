import { CommanderError } from 'commander'
import { type App, createApp } from './app.ts'
import { doctor } from './cli/doctor.ts'
import { createProgram } from './cli/program.ts'
import { readConfig } from './config.ts'
import { errorAnswer } from './error-answer.ts'
import { ConfigurationError, UserInputError } from './errors.ts'
import { TOOLS } from './tools/index.ts'
import { answer, deadline } from './tools/run.ts'
import { runStdio } from './transport/stdio.ts'

/** The only place that ends the process. Exit codes: 0 answered, 1 failed, 2 wrong use. */
const [FAILED, WRONG_USE] = [1, 2]

const interrupted = new AbortController()

async function withApp(settings: Parameters<typeof readConfig>[0], run: (app: App) => Promise<number>): Promise<void> {
  const app = createApp(readConfig(settings, process.env))
  try {
    process.exitCode = await run(app)
  } catch (error) {
    process.stderr.write(`${errorAnswer(error, app, interrupted.signal)}\n`)
    process.exitCode = error instanceof UserInputError ? WRONG_USE : FAILED
  } finally {
    await app.close()
  }
}

const program = createProgram(settings => ({
  serve: () =>
    withApp(settings, async app => {
      if (process.stdin.isTTY) {
        process.stderr.write('Serving MCP on standard input and output; Ctrl-C ends. --help shows the commands.\n')
      }
      await runStdio(app)
      return 0
    }),
  tool: (name, input, json) =>
    withApp(settings, async app => {
      process.once('SIGINT', () => interrupted.abort())
      const tool = TOOLS.find(tool => tool.name === name)!
      const { structured, text } = await answer(tool, input, app.toolContext(deadline(interrupted.signal)))
      process.stdout.write(`${json ? JSON.stringify(structured) : text}\n`)
      return 0
    }),
  doctor: () =>
    withApp(settings, async app => {
      const { lines, well } = await doctor(app)
      process.stdout.write(`${lines.join('\n')}\n`)
      return well ? 0 : FAILED
    }),
}))

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USE
  else if (error instanceof ConfigurationError || error instanceof UserInputError) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = WRONG_USE
  } else throw error
}
// Something may still hold the event loop (a host's pipe, a socket that lingers): everything is closed and written.
setTimeout(() => process.exit(), 2_000).unref()
