import { expect, it, vi } from 'vitest'
import { SharedCache } from '../../src/api/cache.ts'
import { failureOf } from './scripted.ts'

const turns = () => new Promise(resolve => setImmediate(resolve))

it('loads once for callers who come together, and again after its time', async () => {
  let now = 0
  const cache = new SharedCache<number>(60_000, () => now)
  const load = vi.fn(async () => load.mock.calls.length)
  expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1])
  now = 59_999
  expect(await cache.get('a', load)).toBe(1)
  now = 60_000
  expect(await cache.get('a', load)).toBe(2)
  expect(await cache.get('b', load)).toBe(3)
})

it('does not keep failures', async () => {
  const cache = new SharedCache<string>(60_000)
  const load = vi.fn().mockRejectedValueOnce(new Error('no')).mockResolvedValue('yes')
  const both = [cache.get('a', load), cache.get('a', load)]
  for (const one of both) await expect(one).rejects.toThrow('no')
  expect(load).toHaveBeenCalledTimes(1)
  expect(await cache.get('a', load)).toBe('yes')
})

it('lets one caller leave without disturbing the other', async () => {
  const cache = new SharedCache<string>(60_000)
  const control = new AbortController()
  let finish = (_: string): void => {}
  const load = vi.fn(
    (_: AbortSignal) =>
      new Promise<string>(resolve => {
        finish = resolve
      }),
  )
  const leaving = failureOf(cache.get('a', load, control.signal))
  const staying = cache.get('a', load)
  control.abort('bye')
  expect(await leaving).toBe('bye')
  expect(load.mock.calls[0]![0].aborted).toBe(false)
  finish('value')
  expect(await staying).toBe('value')
  expect(await cache.get('a', load)).toBe('value')
  expect(load).toHaveBeenCalledTimes(1)
})

it('ends the load when the last caller has left, and starts again for the next', async () => {
  const cache = new SharedCache<string>(60_000)
  const control = new AbortController()
  const signals: AbortSignal[] = []
  const hang = (signal: AbortSignal): Promise<string> => {
    signals.push(signal)
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))))
  }
  const leaving = failureOf(cache.get('a', hang, control.signal))
  control.abort('bye')
  expect(await leaving).toBe('bye')
  expect(signals[0]!.aborted).toBe(true)
  const next = cache.get('a', async () => 'fresh')
  expect(await next).toBe('fresh')
  await turns()
  expect(await cache.get('a', async () => 'again')).toBe('fresh')
})

it('asks nothing for a caller who has left already', async () => {
  const load = vi.fn(async () => 1)
  expect(await failureOf(new SharedCache<number>(1).get('a', load, AbortSignal.abort('gone')))).toBe('gone')
  expect(load).not.toHaveBeenCalled()
})
