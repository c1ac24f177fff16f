import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Work, YieldingQueue } from '../../src/sync/run/yielding-queue.ts'

const never = new AbortController().signal

/** So many pieces, each of which is noted. */
const work = (name: string, done: string[], pieces = 1): Work =>
  function* () {
    for (let piece = 1; piece < pieces; piece += 1) {
      done.push(name)
      yield
    }
    done.push(name)
  }

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await nextTurn()
}

test('work is done in order, one piece at a time', async () => {
  const backlog = new YieldingQueue(10, never)
  const done: string[] = []
  await backlog.add(work('a', done))
  await backlog.add(work('b', done, 2))
  await backlog.add(work('c', done))
  expect(done).toEqual([])
  for (const length of [1, 2, 3, 4]) {
    await turns(1)
    expect(done.length).toBeLessThan(length)
    while (done.length < length) await turns(1)
    expect(done.length).toBe(length)
  }
  await backlog.finish()
  expect(done).toEqual(['a', 'b', 'b', 'c'])
})

test('who brings too much waits', async () => {
  const backlog = new YieldingQueue(2, never)
  const done: string[] = []
  for (const piece of [1, 2, 3, 4, 5]) {
    await backlog.add(work('x', done))
    expect(piece - done.length).toBeLessThanOrEqual(2)
  }
  await backlog.finish()
  expect(done).toHaveLength(5)
})

test('after a failure nothing more is done, and everybody hears of it', async () => {
  const backlog = new YieldingQueue(1, never)
  const done: string[] = []
  // biome-ignore lint/correctness/useYield: it has one piece
  await backlog.add(function* () {
    throw new Error('disk full')
  })
  await backlog.add(work('b', done)).catch(() => {})
  await expect(backlog.add(work('c', done))).rejects.toThrow('disk full')
  await expect(backlog.finish()).rejects.toThrow('disk full')
  expect(done).toEqual([])
})

test('when all is ended, not even the next piece is done', async () => {
  const stop = new AbortController()
  const backlog = new YieldingQueue(1, stop.signal)
  const done: string[] = []
  await backlog.add(work('a', done, 3))
  while (done.length === 0) await turns(1)
  stop.abort(new Error('stop'))
  await expect(backlog.finish()).rejects.toThrow('stop')
  expect(done).toEqual(['a'])
})
