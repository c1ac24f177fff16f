import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { App } from '../app.ts'
import { inWords } from '../protocol-words.ts'
import { createServer } from '../server.ts'
import { announce } from './announce.ts'
import { Wire } from './wire.ts'

/** Milliseconds; a call ends by itself within 45 seconds. */
const LAST_ANSWERS_MS = 50_000

/**
 * Serves one client over standard input and output. Resolves when the client has hung up and what it asked is answered,
 * or the process is told to end.
 */
export function runStdio(app: App): Promise<void> {
  return new Promise(resolve => {
    const wire = new Wire(process.stdin, process.stdout)
    const handle = serveStdio(connections(app), {
      transport: wire,
      onerror: error => app.log.warn(`stdio: ${oneLine(inWords(error.message))}`),
    })
    // Some hosts give a standard input that does not hold the event loop.
    const keepAlive = setInterval(() => {}, 0x7fffffff)
    let ending = false
    const end = () => {
      if (ending) return
      ending = true
      clearInterval(keepAlive)
      void handle.close().finally(resolve)
    }
    // Both come, one after the other.
    const hungUp = () => void wire.allAnswered(LAST_ANSWERS_MS).then(end)
    process.stdin.once('end', hungUp).once('close', hungUp)
    process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end)
  })
}

/** A server for each connection, which tells its client when checks change. */
export const connections =
  (app: App): Parameters<typeof serveStdio>[0] =>
  ({ era }) => {
    const server = createServer(app)
    const end = announce(server, era, app)
    server.server.onclose = end
    return server
  }

const oneLine = (message: string): string => message.replace(/[\s\p{C}]+/gu, ' ').slice(0, 200)
