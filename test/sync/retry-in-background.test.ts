import { expect, test } from 'vitest'
import { AuthError, RateLimitError, ShapeError, UpstreamError } from '../../src/errors.ts'
import { retryInBackground } from '../../src/sync/run/retry-in-background.ts'
import type { StopReason } from '../../src/sync/run/sync-context.ts'
import { newTally } from '../../src/sync/run/tally.ts'

const halt = (error: StopReason['error']): StopReason => ({ reason: 'It failed.', error })
const upstream = halt(new UpstreamError('down'))
const never = new AbortController().signal

/** @returns what came of it, how often it was done, and the seconds waited in between. 0 of `read`: nothing came. */
async function work(results: (StopReason | null)[], { isAwaited = false, signal = never, read = 0 } = {}) {
  const tally = newTally()
  const waits: number[] = []
  let times = 0
  const next = async () => {
    times += 1
    tally.read += read
    return results.length > 1 ? results.shift()! : results[0]!
  }
  const wait = async (ms: number) => {
    signal.throwIfAborted()
    waits.push(ms / 1000)
  }
  const settle = async () => {}
  return {
    end: await retryInBackground(next, { tally, isAwaited: () => isAwaited, settle, signal, wait }),
    times,
    waits,
  }
}

test('work that nobody waits for is done again, later and later', async () => {
  expect(await work([upstream, upstream, upstream, null])).toEqual({ end: null, times: 4, waits: [15, 30, 60] })
})

test('as soon as it gets on, the waits are short again', async () => {
  const { waits, end } = await work([...Array(20).fill(upstream), null], { read: 1 })
  expect([end, new Set(waits)]).toEqual([null, new Set([15])])
})

test('no sooner than the source asks for', async () => {
  expect((await work([halt(new RateLimitError('slow', 100)), null])).waits).toEqual([100])
})

test('not for ever', async () => {
  expect(await work([upstream])).toEqual({ end: upstream, times: 7, waits: [15, 30, 60, 120, 240, 480] })
})

test('bodies that break on their way pass, other bodies do not', async () => {
  expect((await work([halt(new ShapeError('cut', true)), null])).end).toBeNull()
  expect((await work([halt(new ShapeError('odd')), null])).times).toBe(1)
})

test('for one who waits only as long as it gets on, and the source asks for no long pause', async () => {
  expect(await work([upstream, null], { isAwaited: true })).toMatchObject({ end: upstream, times: 1 })
  expect(await work([upstream, upstream, null], { isAwaited: true, read: 1 })).toMatchObject({ end: null, times: 3 })
  const short = halt(new RateLimitError('slow', 3))
  expect(await work([short, null], { isAwaited: true, read: 1 })).toEqual({ end: null, times: 2, waits: [3] })
  const long = halt(new RateLimitError('slow', 30))
  expect(await work([long, null], { isAwaited: true, read: 1 })).toMatchObject({ end: long, times: 1 })
})

test('not where it would not help', async () => {
  expect((await work([halt(new AuthError('refused')), null], { read: 1 })).times).toBe(1)
  expect((await work([halt(null), null], { read: 1 })).times).toBe(1)
})

test('not when all is ended', async () => {
  const stop = AbortSignal.abort(new Error('stop'))
  await expect(work([halt(new RateLimitError('slow', 60))], { signal: stop })).rejects.toThrow('stop')
})
