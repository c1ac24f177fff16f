import { parentPort, workerData } from 'node:worker_threads'
import { atOnce } from '../../../pieces.ts'
import { count } from '../../tally/count.ts'
import type { Row } from '../../tally/tally.ts'
import { Database, extendedCode } from '../database.ts'
import type { Answer, Asked, ReaderStart, Request } from './messages.ts'

/* Runs in a thread of its own: asks the file what it is told to, one statement after the other. */

const port = parentPort!
const db = trying(() => {
  const opened = new Database((workerData as ReaderStart).path)
  opened.exec('PRAGMA query_only = ON')
  return opened
})
let isReading = false
/** What was counted and is not told yet. */
let rest: Row[] = []
/** Some milliseconds of the thread that is told. */
const ROWS_A_MESSAGE = 2_000

port.on('message', (request: Request) => {
  if (request.want === 'close') {
    db?.close()
    port.close()
  } else if (request.want === 'end') {
    if (isReading) endReading()
    isReading = false
    rest = []
  } else {
    trying(() => {
      // All statements of a question see one moment: that of the first.
      if (!isReading) db!.exec('BEGIN')
      isReading = true
      port.postMessage({ told: tell(request) } satisfies Answer)
    })
  }
})
if (db) port.postMessage({ told: undefined } satisfies Answer)

function tell(request: Exclude<Request, { want: 'end' | 'close' }>) {
  if (request.want === 'more') return { rows: nextRows(), isMore: rest.length > 0 }
  if (request.want !== 'count') return request.want === 'all' ? db!.all(request.text, request.values) : first(request)
  const rows = request.asked.map(asked => first(asked)!)
  const tallied = atOnce(count(request.recipe, rows))
  rest = tallied.rows
  return { tallied: { ...tallied, rows: nextRows() }, isMore: rest.length > 0 }
}

const first = ({ text, values }: Asked) => db!.get(text, values)
const nextRows = (): Row[] => rest.splice(0, ROWS_A_MESSAGE)

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
