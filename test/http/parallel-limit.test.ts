import { expect, test } from 'vitest'
import { ParallelLimit } from '../../src/http/parallel-limit.ts'

const NEVER = new Promise(() => {})

test('those that wait come to their turn in the order in which they came, and each client has its own', async () => {
  const limit = new ParallelLimit(1)
  const first = await limit.begin('a', NEVER)
  const order: number[] = []
  const others = [1, 2, 3].map(async n => {
    const end = await limit.begin('a', NEVER)
    order.push(n)
    end!()
  })
  // As many as may wait do.
  expect(await limit.begin('a', NEVER)).toBeNull()
  expect(await limit.begin('b', NEVER)).not.toBeNull()
  expect(order).toEqual([])
  first!()
  await Promise.all(others)
  expect(order).toEqual([1, 2, 3])
  expect(await limit.begin('a', NEVER)).not.toBeNull()
})

test('one that was given up, or has waited long enough, is passed over', async () => {
  let leave = (): void => {}
  const gone = new Promise<void>(resolve => {
    leave = resolve
  })
  const patient = new ParallelLimit(1, 3_600_000)
  const end = await patient.begin('a', NEVER)
  const given = patient.begin('a', gone)
  const next = patient.begin('a', NEVER)
  leave()
  expect(await given).toBeNull()
  end!()
  expect(await next).not.toBeNull()
  const impatient = new ParallelLimit(1, 0)
  const last = await impatient.begin('a', NEVER)
  expect(await impatient.begin('a', NEVER)).toBeNull()
  last!()
  expect(await impatient.begin('a', NEVER)).not.toBeNull()
})
