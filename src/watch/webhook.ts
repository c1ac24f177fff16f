import { createHmac } from 'node:crypto'
import { withDeadline } from '../api/abort.ts'
import { networkFailure } from '../api/network.ts'
import { createPool } from '../api/pool.ts'
import { decideRetry, RETRY_POLICY, sleep } from '../api/retry.ts'
import type { Webhook } from '../outgoing-url.ts'
import { VERSION } from '../version.ts'

/** Milliseconds for one try. */
const TRY_MS = 10_000
const POLICY = { ...RETRY_POLICY, maxTries: 5 }

/** What is posted: the same id and body as often as it takes. */
export interface Message {
  /** A receiver that gets it twice knows it by this. */
  id: string
  body: string
}

interface Means {
  signal: AbortSignal
  /** Milliseconds; ends with the signal. */
  wait?: typeof sleep
}

/**
 * Posts a message, signed as Standard Webhooks 1.0 says, again where the receiver or the way to it fails. Redirects are
 * not followed: the address is the person's own choice.
 * @returns why it was not taken; null: it was
 * @throws the signal's reason
 */
export async function post(
  webhook: Webhook,
  message: Message,
  { signal, wait = sleep }: Means,
): Promise<string | null> {
  const pool = await createPool(1, TRY_MS)
  const beganMs = performance.now()
  try {
    for (let tries = 1; ; tries++) {
      const { failure, headers, why } = await tryOnce(pool, webhook, message, signal)
      if (failure === null) return null
      const elapsedMs = performance.now() - beganMs
      const failed = { failure, headers, tries, elapsedMs, nowMs: Date.now(), random: Math.random() }
      const { waitMs } = decideRetry(failed, POLICY)
      if (waitMs === null) return why
      await wait(waitMs, signal)
    }
  } finally {
    await pool.destroy()
  }
}

type Pool = Awaited<ReturnType<typeof createPool>>

async function tryOnce(pool: Pool, { url, secret }: Webhook, { id, body }: Message, signal: AbortSignal) {
  const { origin, pathname, search } = new URL(url)
  const timestamp = String(Math.floor(Date.now() / 1000))
  const headers = {
    'content-type': 'application/json',
    'user-agent': `conversations-mcp/${VERSION}`,
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  }
  try {
    return await withDeadline(TRY_MS, signal, async own => {
      const asked = { origin, path: pathname + search, method: 'POST', headers, body, signal: own } as const
      const answer = await pool.request(asked)
      await answer.body.dump({ limit: 65_536 })
      const { statusCode } = answer
      const isTaken = statusCode >= 200 && statusCode < 300
      return { failure: isTaken ? null : statusCode, headers: answer.headers, why: `HTTP ${statusCode}` }
    })
  } catch (error) {
    signal.throwIfAborted()
    const failure = networkFailure(error)
    return { failure, headers: {}, why: failure === 'other' ? 'no answer' : `no answer (${failure})` }
  }
}

const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)
