import type { Database } from './database.ts'

/** Milliseconds between two looks, of some microseconds each. */
const LOOK_MS = 50

/** Tells when another connection has written to the file, until what is returned is called. */
export function watch(db: Database, listener: () => void): () => void {
  // A number that changes with what others write, and with nothing that this connection does.
  const version = () => db.get('PRAGMA data_version')?.data_version
  let seen = version()
  const look = (): void => {
    const now = version()
    if (now === seen) return
    seen = now
    listener()
  }
  const timer = setInterval(() => {
    try {
      look()
    } catch {
      // Whoever waits looks by himself, and is told what is wrong.
      clearInterval(timer)
    }
  }, LOOK_MS)
  return () => clearInterval(timer)
}
