import { parentPort, workerData } from 'node:worker_threads'
import { Database, extendedCode } from '../database.ts'
import type { Answer, ReaderStart, Request } from './messages.ts'

/* Runs in a thread of its own: asks the file what it is told to, one statement after the other. */

const port = parentPort!
const db = trying(() => {
  const opened = new Database((workerData as ReaderStart).path)
  opened.exec('PRAGMA query_only = ON')
  return opened
})
let isReading = false

port.on('message', (request: Request) => {
  if (request.want === 'close') {
    db?.close()
    port.close()
  } else if (request.want === 'end') {
    if (isReading) endReading()
    isReading = false
  } else {
    const { want, text, values } = request
    trying(() => {
      // All statements of a question see one moment: that of the first.
      if (!isReading) db!.exec('BEGIN')
      isReading = true
      const told = want === 'all' ? db!.all(text, values) : db!.get(text, values)
      port.postMessage({ told } satisfies Answer)
    })
  }
})
if (db) port.postMessage({ told: undefined } satisfies Answer)

function endReading(): void {
  try {
    db!.exec('COMMIT')
  } catch {
    // SQLite has ended it by itself, as after an error of the disk; whoever asked was told of that.
  }
}

/** What is wrong is told with SQLite's number, by which the main thread knows it. */
function trying<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error)
    port.postMessage({ failed, errcode: extendedCode(error) } satisfies Answer)
    return undefined
  }
}
