import { withAbort } from '../api/abort.ts'
import { ConversationsError } from '../errors.ts'
import { inTurns } from '../pieces.ts'
import { ExportError } from './errors.ts'
import type { ExportFile } from './files/file.ts'
import type { ExportFormat, ExportItem } from './formats/format.ts'

export interface Exported {
  path: string
  rows: number
  bytes: number
  /** Ids of calls that could not be written. */
  lost: string[]
}

/** Rows are gathered up to this size before they are written. */
const CHUNK = 64 * 1024

/**
 * Writes every item to the file and finishes it. The next item is asked for only when there is room, so that memory stays
 * flat however many there are. If the source fails, the disk is full or the signal aborts, the file is abandoned and the
 * error, or the signal's reason, comes out.
 */
export async function writeExport(
  file: ExportFile,
  format: ExportFormat,
  items: AsyncIterable<ExportItem>,
  signal?: AbortSignal,
): Promise<Exported> {
  const source = items[Symbol.asyncIterator]()
  let rows = 0
  const lost: string[] = []
  try {
    let chunk = format.head
    for (;;) {
      signal?.throwIfAborted()
      const next = await withAbort(source.next(), signal)
      if (next.done) break
      const row = await rowOf(next.value, format, signal)
      if (typeof row === 'string') {
        chunk += row
        rows++
      } else lost.push(row.lost)
      if (chunk.length < CHUNK) continue
      await file.write(chunk)
      chunk = ''
    }
    // A file without any of its calls is no export.
    if (rows === 0 && lost.length > 0) throw new ExportError('No file was written: none of the calls could be read.')
    await file.write(chunk)
    signal?.throwIfAborted()
    return { ...(await file.finish()), rows, lost }
  } catch (error) {
    await file.abandon()
    release(source)
    throw error
  }
}

/** The item as text; an odd one does not keep the others from being written. */
async function rowOf(
  item: ExportItem,
  format: ExportFormat,
  signal: AbortSignal | undefined,
): Promise<string | { lost: string }> {
  if ('lost' in item) return item
  try {
    return await inTurns(format.row(item), signal)
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof ConversationsError) throw error
    return { lost: idOf(item) }
  }
}

function idOf(item: Exclude<ExportItem, { lost: string }>): string {
  if ('body' in item) return String((item.body as { conversation_id?: unknown }).conversation_id)
  return 'call' in item ? item.call.id : item.summary.id
}

/** Not waited for: a source that hangs would keep us. What it says now is not what went wrong. */
function release(source: AsyncIterator<unknown>): void {
  const released = async () => source.return?.()
  released().catch(() => undefined)
}
