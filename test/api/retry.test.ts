import { describe, expect, it } from 'vitest'
import { decideRetry, type FailedTry, sleep } from '../../src/api/retry.ts'
import { failureOf } from './scripted.ts'

const failed = (over: Partial<FailedTry> = {}): FailedTry => ({
  failure: 503,
  headers: {},
  tries: 1,
  elapsedMs: 0,
  nowMs: Date.UTC(2026, 10, 22, 12, 0, 0),
  random: 1,
  ...over,
})
const wait = (over: Partial<FailedTry>): number | null => decideRetry(failed(over)).waitMs

describe('decideRetry', () => {
  it('repeats what can pass, and nothing else', () => {
    for (const failure of [
      'refused',
      'dns',
      'timeout',
      'reset',
      'unreachable',
      'other',
      408,
      429,
      500,
      502,
      503,
      504,
    ] as const) {
      expect(wait({ failure }), String(failure)).not.toBeNull()
    }
    for (const failure of ['tls', 'proxy', 301, 400, 401, 402, 403, 404, 409, 410, 422] as const) {
      expect(wait({ failure }), String(failure)).toBeNull()
    }
  })

  it('waits at random up to a bound that doubles', () => {
    expect([1, 2, 3].map(tries => wait({ tries }))).toEqual([500, 1_000, 2_000])
    expect([1, 2, 3].map(tries => wait({ tries, random: 0.5 }))).toEqual([250, 500, 1_000])
    expect(wait({ random: 0 })).toBe(0)
  })

  it('never chooses a wait above the cap', () => {
    const policy = { baseMs: 500, capMs: 8_000, maxTries: 99, budgetMs: 1e9 }
    expect(decideRetry(failed({ tries: 20 }), policy).waitMs).toBe(8_000)
  })

  it('makes four tries', () => {
    expect(wait({ tries: 3 })).not.toBeNull()
    expect(wait({ tries: 4 })).toBeNull()
  })

  it('puts Retry-After first, in seconds or as a date', () => {
    expect(wait({ headers: { 'retry-after': '7' } })).toBe(7_000)
    expect(wait({ headers: { 'retry-after': ' 0 ' } })).toBe(0)
    expect(wait({ headers: { 'retry-after': 'Sun, 22 Nov 2026 12:00:09 GMT' } })).toBe(9_000)
    expect(wait({ headers: { 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' } })).toBe(0)
  })

  it('takes the usual wait where Retry-After makes no sense', () => {
    for (const value of ['', 'soon', '-5', 'Monday', '1e3']) {
      expect(decideRetry(failed({ headers: { 'retry-after': value } })), value).toEqual({
        waitMs: 500,
        retryAfterSecs: null,
      })
    }
    expect(wait({ headers: { 'retry-after': ['1', '2'] } })).toBe(500)
  })

  it('gives up at once where Retry-After exceeds what is left of the budget, and tells the seconds', () => {
    expect(decideRetry(failed({ headers: { 'retry-after': '31' } }))).toEqual({ waitMs: null, retryAfterSecs: 31 })
    expect(decideRetry(failed({ headers: { 'retry-after': '11' }, elapsedMs: 20_000 }))).toEqual({
      waitMs: null,
      retryAfterSecs: 11,
    })
    expect(wait({ headers: { 'retry-after': '10' }, elapsedMs: 20_000 })).toBe(10_000)
  })

  it('tells the seconds too where the tries are used up', () => {
    expect(decideRetry(failed({ tries: 4, headers: { 'retry-after': '2' } }))).toEqual({
      waitMs: null,
      retryAfterSecs: 2,
    })
  })

  it('never waits past the budget', () => {
    expect(wait({ elapsedMs: 29_500 })).toBe(500)
    expect(wait({ elapsedMs: 29_501 })).toBeNull()
  })
})

describe('sleep', () => {
  it('ends with the reason of the signal', async () => {
    const control = new AbortController()
    const reason = { my: 'reason' }
    const sleeping = failureOf(sleep(60_000, control.signal))
    control.abort(reason)
    expect(await sleeping).toBe(reason)
    expect(await failureOf(sleep(60_000, control.signal))).toBe(reason)
  })

  it('ends by itself', async () => {
    await expect(sleep(1)).resolves.toBeUndefined()
  })
})
