import type { Store } from './store.ts'

const refuse = async (): Promise<never> => {
  throw new Error('not through a store for reading')
}

/**
 * The same store for reading, and nothing else.
 * @param signal of the one question that it is for: once it aborts, nothing more is read
 */
export const readingStore = (store: Store, signal?: AbortSignal): Store => ({
  place: store.place,
  words: store.words,
  isInPlace: () => store.isInPlace(),
  read: work => store.read(work, signal),
  lookUp: work => store.lookUp(work),
  version: () => store.version(),
  watch: listener => store.watch(listener),
  isUnwritable: error => store.isUnwritable(error),
  write: refuse,
  bytes: refuse,
  vacuum: refuse,
  integrity: refuse,
  close: refuse,
})
