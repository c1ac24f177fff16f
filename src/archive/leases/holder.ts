import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

/* The name of a server, which tells others of the same computer whether it still lives. */

/** A name that nobody else has. */
export const newHolder = (): string => `${hostname()} ${process.pid} ${randomUUID()}`

/**
 * Whether that server is known to have ended: a process of this computer that is not there any more. Where several
 * computers have one name, or a process's number was given to another, the answer can be wrong, and a lease ends early
 * or by its time.
 */
export function hasEnded(holder: string): boolean {
  const [host, pid] = holder.split(' ')
  if (host !== hostname() || !/^[1-9]\d*$/.test(pid ?? '')) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
