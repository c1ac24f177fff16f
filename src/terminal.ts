import { type App, createApp } from './app.ts'
import { loadConfig } from './config.ts'
import { errorAnswer } from './error-answer.ts'
import { ConfigurationError, UserInputError } from './errors.ts'
import type { LogFields } from './log.ts'
import { printable } from './render/text.ts'
import type { RawSettings } from './settings.ts'

/** Where a command is read and answered: that of the process, or one that a test gives. */
export interface Terminal {
  env: Record<string, string | undefined>
  out(text: string): void
  err(text: string): void
  /** Columns of the screen that `out` goes to; undefined: it goes to a file or a program. */
  columns: number | undefined
  /** Whether a person looks at what goes to `err`. */
  isWatched: boolean
  /** Asks for a yes; undefined where nobody is there to answer. */
  ask: ((question: string) => Promise<boolean>) | undefined
  /** Aborted by Ctrl-C and its like, once `listen` was called. */
  interrupted: AbortSignal
  listen(): void
  /** Told before a long run: memory is worth more than speed from now on. */
  staySmall(): Promise<void>
}

export const [ANSWERED, FAILED, WRONG_USE] = [0, 1, 2]
/** Of `check`: a condition fails; none does, but there is one of which nobody knows. */
export const [CONDITION_FAILED, UNDECIDED] = [3, 4]

/** Whatever it holds, the terminal gets words and no commands. */
export const print = ({ out }: Terminal, text: string): void => out(`${printable(text)}\n`)
export const tell = ({ err }: Terminal, text: string): void => err(`${printable(text)}\n`)

/**
 * Runs something with an app of its own, and says what went wrong.
 * @returns the exit code
 * @throws ConfigurationError where a setting is wrong
 */
export async function withApp(
  terminal: Terminal,
  settings: RawSettings,
  run: (app: App) => Promise<number>,
  logFields?: LogFields,
  readers?: number,
): Promise<number> {
  const app = createApp(await loadConfig(settings, terminal.env), logFields, readers)
  try {
    return await run(app)
  } catch (error) {
    tell(terminal, `error: ${errorAnswer(error, app, terminal.interrupted)}`)
    return error instanceof UserInputError ? WRONG_USE : FAILED
  } finally {
    await app.close()
  }
}

/** @returns the exit code of wrong settings, of a wrong command line and of help; other errors are thrown on */
export async function refusals(terminal: Terminal, run: () => Promise<number>): Promise<number> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof UserInputError) {
      tell(terminal, `error: ${error.message}`)
      return WRONG_USE
    }
    // Already said; help and version end this way, too.
    const { code, exitCode } = error as { code?: unknown; exitCode?: unknown }
    if (typeof code === 'string' && code.startsWith('commander.')) return exitCode === 0 ? ANSWERED : WRONG_USE
    throw error
  }
}
