import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { addCovered, coveredIntervals, setWalkPosition, walkPosition } from '../../src/archive/coverage/coverage.ts'
import { addInterval, type Interval } from '../../src/archive/coverage/intervals.ts'
import { emptyArchive } from '../support/empty-archive.ts'
import { runs } from '../support/runs.ts'
import { newPath } from './mirror.ts'

let archive: Archive
beforeAll(async () => {
  archive = await openArchive(emptyArchive(newPath()))
})
afterAll(() => archive.close())

const intervals = fc.array(
  fc
    .record({ from: fc.nat(12), length: fc.integer({ min: 1, max: 6 }), readAt: fc.integer({ min: 1, max: 5 }) })
    .map(({ from, length, readAt }): Interval => ({ from, to: from + length, readAt })),
  { maxLength: 8 },
)

/** When each moment was read last, counted one by one. */
const moments = (all: Interval[]): number[] =>
  Array.from({ length: 20 }, (_, moment) =>
    Math.max(0, ...all.filter(({ from, to }) => from <= moment && moment < to).map(({ readAt }) => readAt)),
  )

describe('covered intervals', () => {
  test('say of every moment when it was read last, without overlap and without seams', () => {
    fc.assert(
      fc.property(intervals, all => {
        const joined = all.reduce<Interval[]>(addInterval, [])
        expect(moments(joined)).toEqual(moments(all))
        for (const [index, { from, to, readAt }] of joined.entries()) {
          expect(from).toBeLessThan(to)
          const next = joined[index + 1]
          if (next) expect(next.from > to || (next.from === to && next.readAt !== readAt)).toBe(true)
        }
      }),
    )
  })

  test('are kept by scope, the same as without a file', async () => {
    let scope = 0
    await fc.assert(
      fc.asyncProperty(intervals, async all => {
        scope += 1
        for (const interval of all) await archive.write(addCovered(`scope ${scope}`, interval))
        expect(await archive.read(coveredIntervals(`scope ${scope}`))).toEqual(all.reduce<Interval[]>(addInterval, []))
      }),
      { numRuns: runs(40) },
    )
    expect(await archive.read(coveredIntervals('never walked'))).toEqual([])
  })

  test('an empty stretch covers nothing', async () => {
    await archive.write(addCovered('empty', { from: 5, to: 5, readAt: 1 }))
    await archive.write(addCovered('empty', { from: 6, to: 5, readAt: 1 }))
    expect(await archive.read(coveredIntervals('empty'))).toEqual([])
  })
})

describe('the place of a walk', () => {
  const walk = { scope: 'agent_id=a', from: 0, to: 100 }

  test('is kept until the walk is over', async () => {
    expect(await archive.read(walkPosition(walk))).toBeNull()
    await archive.write(setWalkPosition(walk, { position: 80, startedAt: 500 }))
    await archive.write(setWalkPosition(walk, { position: 40, startedAt: 500 }))
    expect(await archive.read(walkPosition(walk))).toEqual({ position: 40, startedAt: 500 })
    expect(await archive.read(walkPosition({ ...walk, to: 99 }))).toBeNull()
    expect(await archive.read(walkPosition({ ...walk, scope: '' }))).toBeNull()
    await archive.write(setWalkPosition(walk, null))
    expect(await archive.read(walkPosition(walk))).toBeNull()
  })
})
