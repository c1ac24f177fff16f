import { setTimeout as delay } from 'node:timers/promises'
import type { NetworkFailure } from './network.ts'

export interface RetryPolicy {
  /** Milliseconds; the longest first wait. */
  baseMs: number
  /** Milliseconds; no wait of our own choice is longer. */
  capMs: number
  /** Requests in all, the first one included. */
  maxTries: number
  /** Milliseconds from the first request; no wait ends later. */
  budgetMs: number
}

export const RETRY_POLICY: RetryPolicy = { baseMs: 500, capMs: 8_000, maxTries: 4, budgetMs: 30_000 }

/** Response headers as undici gives them: lower-case names. */
export type Headers = Record<string, string | string[] | undefined>

export interface FailedTry {
  /** The HTTP status, how the network failed, or that the body of a success was no JSON object. */
  failure: number | NetworkFailure | 'broken_body'
  headers: Headers
  /** Tries made so far, this one included. */
  tries: number
  /** Milliseconds since the first request began. */
  elapsedMs: number
  /** Unix milliseconds, against which a Retry-After date counts. */
  nowMs: number
  /** 0 to 1. */
  random: number
}

export interface RetryDecision {
  /** Milliseconds until the next try; null: give up. */
  waitMs: number | null
  /** What the server asked for, in whole seconds. */
  retryAfterSecs: number | null
}

/**
 * Whether and when to try again. Every request is a GET, so repeating one is safe.
 *
 * Worth repeating: network failures that can pass, bodies that broke on their way, 408, 429 and 5xx. The server's Retry-After (seconds or a date) comes
 * first; without one the wait is random between 0 and `baseMs` doubled with each try, at most `capMs` (full jitter, so
 * that clients which failed together do not come back together). A wait that would end after `budgetMs` is not begun:
 * the caller learns at once what the server asked for.
 */
export function decideRetry(failed: FailedTry, policy: RetryPolicy = RETRY_POLICY): RetryDecision {
  const askedMs = retryAfterMs(failed.headers, failed.nowMs)
  const waitMs = askedMs ?? failed.random * Math.min(policy.capMs, policy.baseMs * 2 ** (failed.tries - 1))
  const goOn =
    isPassing(failed.failure) && failed.tries < policy.maxTries && failed.elapsedMs + waitMs <= policy.budgetMs
  return { waitMs: goOn ? waitMs : null, retryAfterSecs: askedMs === null ? null : Math.ceil(askedMs / 1000) }
}

/** A refused certificate or proxy stays refused. */
function isPassing(failure: FailedTry['failure']): boolean {
  if (typeof failure !== 'number') return failure !== 'tls' && failure !== 'proxy'
  return failure === 408 || failure === 429 || failure >= 500
}

function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const value = headers['retry-after']
  if (typeof value !== 'string') return null
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1000
  // Every HTTP date names its weekday; Date.parse alone would take "-5" for a date.
  const date = /^\s*[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs)
}

/** Waits; rejects with the signal's reason as soon as it aborts. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  try {
    await delay(ms, undefined, { signal })
  } catch (error) {
    // Node wraps the reason in an AbortError of its own.
    throw signal?.aborted ? signal.reason : error
  }
}
