import { runCommand } from '../../src/cli/command.ts'
import { refusals, type Terminal } from '../../src/terminal.ts'
import { environment } from './built.ts'

/**
 * Runs a command line in this process, as src/main.ts does in one of its own, with nothing of a person's own set-up. What
 * only a process shows (its exit code, its streams, signals) is tried with the built file in built.ts.
 */
export async function command(
  args: readonly string[],
  { env = {}, columns }: { env?: Record<string, string>; columns?: number } = {},
) {
  const ended = { code: 0, stdout: '', stderr: '' }
  const terminal: Terminal = {
    env: environment(env),
    out: text => {
      ended.stdout += text
    },
    err: text => {
      ended.stderr += text
    },
    columns,
    isWatched: false,
    ask: undefined,
    interrupted: new AbortController().signal,
    listen() {},
    async staySmall() {},
  }
  const serve = () => Promise.reject(new Error('a command line without a command'))
  ended.code = await refusals(terminal, () => runCommand(args, terminal, serve))
  return ended
}
