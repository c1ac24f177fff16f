import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { App } from '../app.ts'
import { createServer } from '../server.ts'

/** Serves one client over standard input and output; resolves when the client hangs up or the process is told to end. */
export function runStdio(app: App): Promise<void> {
  return new Promise(resolve => {
    const handle = serveStdio(() => createServer(app), {
      onerror: error => app.log.warn(`stdio: ${firstLine(error.message)}`),
    })
    // Many answers at once may wait for a slow reader; that is no leak.
    process.stdout.setMaxListeners(0)
    // Some hosts give a standard input that does not hold the event loop.
    const keepAlive = setInterval(() => {}, 0x7fffffff)
    let ending = false
    const end = () => {
      if (ending) return
      ending = true
      clearInterval(keepAlive)
      void handle.close().finally(resolve)
    }
    process.stdin.once('end', end).once('close', end)
    process.once('SIGINT', end).once('SIGTERM', end)
  })
}

/** The SDK's messages can hold a whole schema error. */
const firstLine = (message: string): string => message.split('\n', 1)[0]!.slice(0, 200)
