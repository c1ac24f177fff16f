import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Backlog } from '../../src/sync/backlog.ts'

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await nextTurn()
}

test('work is done in order, one piece at a time', async () => {
  const backlog = new Backlog(10)
  const done: number[] = []
  for (const piece of [1, 2, 3]) await backlog.add(() => void done.push(piece))
  expect(done).toEqual([])
  await turns(3)
  expect(done).toEqual([1])
  await backlog.finish()
  expect(done).toEqual([1, 2, 3])
})

test('who brings too much waits', async () => {
  const backlog = new Backlog(2)
  const done: number[] = []
  for (const piece of [1, 2, 3, 4, 5]) {
    await backlog.add(() => void done.push(piece))
    expect(piece - done.length).toBeLessThanOrEqual(2)
  }
  await backlog.finish()
  expect(done).toHaveLength(5)
})

test('after a failure nothing more is done, and everybody hears of it', async () => {
  const backlog = new Backlog(1)
  const done: number[] = []
  await backlog.add(() => {
    throw new Error('disk full')
  })
  await backlog.add(() => void done.push(2)).catch(() => {})
  await expect(backlog.add(() => void done.push(3))).rejects.toThrow('disk full')
  await expect(backlog.finish()).rejects.toThrow('disk full')
  expect(done).toEqual([])
})
