import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withAbort, withDeadline } from '../../src/api/abort.ts'
import { DeadlineError } from '../../src/errors.ts'
import { failureOf } from './scripted.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = (signal: AbortSignal): Promise<never> => withAbort(new Promise(() => {}), signal)

/** What nobody holds is gone afterwards, as it is sooner or later in a busy server. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

test('a deadline comes, whatever was collected meanwhile, and says how long it was', async () => {
  const failure = failureOf(withDeadline(45_000, new AbortController().signal, never))
  collectGarbage()
  await vi.advanceTimersByTimeAsync(44_999)
  expect(vi.getTimerCount()).toBe(1)
  collectGarbage()
  await vi.advanceTimersByTimeAsync(1)
  const error = await failure
  expect(error).toBeInstanceOf(DeadlineError)
  expect((error as Error).message).toMatch(/^No answer within 45 seconds\./)
})

test('the caller ends the work earlier, with a reason of its own', async () => {
  const caller = new AbortController()
  const failure = failureOf(withDeadline(45_000, caller.signal, never))
  caller.abort(new Error('gone'))
  expect(await failure).toEqual(new Error('gone'))
  expect(await failureOf(withDeadline(45_000, caller.signal, never))).toEqual(new Error('gone'))
  expect(vi.getTimerCount()).toBe(0)
})

test('what is done in time leaves no timer behind', async () => {
  expect(await withDeadline(45_000, undefined, async () => 'done')).toBe('done')
  await expect(withDeadline(45_000, undefined, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(vi.getTimerCount()).toBe(0)
})
