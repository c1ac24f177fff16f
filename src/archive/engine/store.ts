import type { Words } from '../words/words.ts'
import type { Work } from './work.ts'

/** What keeps an archive: a file, or a server. All that differs between them stands behind this, in a folder each. */
export interface Store {
  /** Which one it is, for people. */
  readonly place: string
  readonly words: Words
  /** Whether what was opened is still there; others may have deleted it, or put another in its place. */
  isInPlace(): boolean
  /**
   * Asks: all that the work is told is of one moment.
   * @param signal whoever asked is gone: what has not begun by then is not done
   * @throws the signal's reason
   */
  read<T>(work: Work<T>, signal?: AbortSignal): Promise<T>
  /** The same for what takes no time wherever it is, since it is found by its key: a call, a note. */
  lookUp<T>(work: Work<T>): Promise<T>
  /** Does all of the work, or nothing of it. */
  write<T>(work: Work<T>): Promise<T>
  /** Another one whenever anything was written, by whoever. Takes no time. */
  version(): Promise<string>
  /** Tells whenever another server may have written, until what is returned is called. */
  watch(listener: () => void): () => void
  /** Whether it is what was to be written that cannot be, not the store. */
  isUnwritable(error: unknown): boolean
  /** Room that it takes. */
  bytes(): Promise<number>
  /** Gives the room of what was erased back, and with it the last traces of its words. Takes a while. */
  vacuum(): Promise<void>
  /** What is wrong with it; empty: nothing. Reads all of it. */
  integrity(): Promise<string[]>
  /** Twice is fine. */
  close(): Promise<void>
}
