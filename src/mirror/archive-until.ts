import { Archive } from '../archive/archive.ts'
import { readingStore } from '../archive/engine/reading-store.ts'

/** The archive for one question: once its signal aborts, nothing more is read. */
export const archiveUntil = (signal: AbortSignal, archive: Archive): Archive =>
  new Archive({ ...readingStore(archive.store, signal), write: work => archive.write(work) })
