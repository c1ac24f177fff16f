import type { App } from './app.ts'
import { ConversationsError } from './errors.ts'
import { randomHex } from './random-hex.ts'
import { breakAddresses } from './render/markdown.ts'
import { printable } from './render/text.ts'

/**
 * The words for what went wrong: ours as they are, since they are written for the reader; for anything else a number
 * that stands in the log too.
 */
export function errorAnswer(error: unknown, app: Pick<App, 'log' | 'masked'>, signal: AbortSignal): string {
  if (error instanceof ConversationsError) {
    app.log.info(`${error.code}: ${error.message}`)
    // Names and arguments in it are quoted where it is made; paths and what else it repeats are made harmless here.
    return app.masked(printable(error.message)).replace(/"[^"\n]*"/g, breakAddresses)
  }
  if (signal.aborted) return 'Cancelled.'
  const id = randomHex(4)
  app.log.error(`unexpected error ${id}`, error)
  return `Internal error in conversations-mcp (error ${id}; see the server log). Other requests still work.`
}
