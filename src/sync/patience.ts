import { sleep } from '../api/retry.ts'
import { RateLimitError, UpstreamError } from '../errors.ts'
import type { Halt } from './effort.ts'

const MAX_TRIES = 6

/**
 * Does the work, and where the source fails for a while, does it again: but only as long as nobody waits, who would
 * rather know.
 * @param firstWaitSecs until the first new try; doubled with each, and never shorter than the source asks for
 */
export async function patiently(
  work: () => Promise<Halt | null>,
  isAwaited: () => boolean,
  signal: AbortSignal,
  firstWaitSecs = 15,
): Promise<Halt | null> {
  for (let tries = 1; ; tries += 1) {
    const halt = await work()
    if (isAwaited() || !isPassing(halt) || tries > MAX_TRIES) return halt
    await sleep(Math.max(askedSecs(halt), firstWaitSecs * 2 ** (tries - 1)) * 1000, signal)
  }
}

const isPassing = (halt: Halt | null): boolean =>
  halt?.error instanceof RateLimitError || halt?.error instanceof UpstreamError

const askedSecs = (halt: Halt | null): number =>
  halt?.error instanceof RateLimitError ? (halt.error.retryAfterSecs ?? 0) : 0
