import { expect, test } from 'vitest'
import { AuthError, RateLimitError, UpstreamError } from '../../src/errors.ts'
import type { Halt } from '../../src/sync/effort.ts'
import { patiently } from '../../src/sync/patience.ts'

const halt = (error: Halt['error']): Halt => ({ reason: 'It failed.', error })
const upstream = halt(new UpstreamError('down'))
const never = new AbortController().signal

/** @returns what came of it, and how often and when (ms) it was done */
async function work(results: (Halt | null)[], isAwaited = false, signal = never) {
  const started = Date.now()
  const times: number[] = []
  const next = async () => {
    times.push(Date.now() - started)
    return results.length > 1 ? results.shift()! : results[0]!
  }
  return { end: await patiently(next, () => isAwaited, signal, 0.01), times }
}

test('work that nobody waits for is done again, later and later', async () => {
  const { end, times } = await work([upstream, upstream, upstream, null])
  expect(end).toBeNull()
  expect(times).toHaveLength(4)
  for (const [index, ms] of [10, 20, 40].entries())
    expect(times[index + 1]! - times[index]!).toBeGreaterThanOrEqual(ms - 2)
})

test('no sooner than the source asks for', async () => {
  const { times } = await work([halt(new RateLimitError('slow', 0.1)), null])
  expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(98)
})

test('not for ever', async () => {
  const { end, times } = await work([upstream])
  expect(end).toBe(upstream)
  expect(times).toHaveLength(7)
})

test('not where somebody waits, or where it would not help', async () => {
  expect((await work([upstream, null], true)).end).toBe(upstream)
  expect((await work([halt(new AuthError('refused')), null])).times).toHaveLength(1)
  expect((await work([halt(null), null])).times).toHaveLength(1)
})

test('not when all is ended', async () => {
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('stop')), 20)
  await expect(work([halt(new RateLimitError('slow', 60))], false, stop.signal)).rejects.toThrow('stop')
})
