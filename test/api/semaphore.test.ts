import { expect, it } from 'vitest'
import { Semaphore } from '../../src/api/semaphore.ts'
import { failureOf } from './scripted.ts'

const held = () => {
  let open = (): void => {}
  const promise = new Promise<void>(resolve => {
    open = resolve
  })
  return { promise, open }
}

it('lets so many in at a time, the others in the order in which they came', async () => {
  const gate = new Semaphore(2)
  const started: number[] = []
  const locks = [0, 1, 2, 3, 4].map(held)
  const runs = locks.map((lock, index) =>
    gate.run(() => {
      started.push(index)
      return lock.promise
    }),
  )
  await Promise.resolve()
  expect(started).toEqual([0, 1])
  locks[1]!.open()
  await runs[1]
  await Promise.resolve()
  expect(started).toEqual([0, 1, 2])
  for (const lock of locks) lock.open()
  await Promise.all(runs)
  expect(started).toEqual([0, 1, 2, 3, 4])
})

it('gives the place back after a failure', async () => {
  const gate = new Semaphore(1)
  await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(gate.run(async () => 'yes')).resolves.toBe('yes')
})

it('lets an aborted waiter go at once, and nobody else', async () => {
  const gate = new Semaphore(1)
  const lock = held()
  const first = gate.run(() => lock.promise)
  const control = new AbortController()
  let ran = false
  const second = failureOf(
    gate.run(async () => {
      ran = true
    }, control.signal),
  )
  const third = gate.run(async () => 'third')
  control.abort('enough')
  expect(await second).toBe('enough')
  lock.open()
  await first
  expect(await third).toBe('third')
  expect(ran).toBe(false)
})

it('starts nothing for a signal that is aborted already', async () => {
  const gate = new Semaphore(1)
  const ran = gate.run(async () => 'ran', AbortSignal.abort('before'))
  expect(await failureOf(ran)).toBe('before')
  expect(await gate.run(async () => 'free')).toBe('free')
})

/** Runs that note their name and end when they are told to. */
function runner(gate: Semaphore) {
  const started: string[] = []
  const ends: (() => void)[] = []
  const run = (name: string, isUrgent: boolean): void => {
    const lock = held()
    ends.push(lock.open)
    void gate.run(
      () => {
        started.push(name)
        return lock.promise
      },
      undefined,
      isUrgent,
    )
  }
  const endNext = async (): Promise<void> => {
    ends.shift()!()
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  }
  return { started, run, endNext }
}

it('lets the urgent go first, and one of the others after three of them', async () => {
  const { started, run, endNext } = runner(new Semaphore(1))
  for (const name of ['a', 'b', 'c']) run(name, false)
  for (const name of ['1', '2', '3', '4', '5', '6', '7']) run(name, true)
  await Promise.resolve()
  const lines = started
  for (let end = 0; end < 40 && lines.length < 10; end += 1) {
    // Whatever runs now is the one that ends.
    await endNext().catch(() => {})
  }
  expect(lines.join('')).toBe('a123b456c7')
})

it('follows a limit that changes', async () => {
  let limit = 1
  const gate = new Semaphore(() => limit)
  const { started, run, endNext } = runner(gate)
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) run(name, false)
  await Promise.resolve()
  expect(started).toEqual(['a'])
  limit = 3
  await endNext()
  expect(started).toEqual(['a', 'b', 'c', 'd'])
  expect(gate.running).toBe(3)
  limit = 1
  await endNext()
  await endNext()
  expect(started).toEqual(['a', 'b', 'c', 'd'])
  await endNext()
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e'])
})
