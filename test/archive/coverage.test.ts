import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { addInterval, type Interval } from '../../src/archive/coverage/intervals.ts'
import { runs } from '../support/runs.ts'
import { newPath } from './mirror.ts'

let archive: Archive
beforeAll(() => {
  archive = openArchive(newPath())
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

  test('are kept by scope, the same as without a file', () => {
    let scope = 0
    fc.assert(
      fc.property(intervals, all => {
        scope += 1
        for (const interval of all) archive.addCovered(`scope ${scope}`, interval)
        expect(archive.coveredIntervals(`scope ${scope}`)).toEqual(all.reduce<Interval[]>(addInterval, []))
      }),
      { numRuns: runs(40) },
    )
    expect(archive.coveredIntervals('never walked')).toEqual([])
  })

  test('an empty stretch covers nothing', () => {
    archive.addCovered('empty', { from: 5, to: 5, readAt: 1 })
    archive.addCovered('empty', { from: 6, to: 5, readAt: 1 })
    expect(archive.coveredIntervals('empty')).toEqual([])
  })
})

describe('the place of a walk', () => {
  const walk = { scope: 'agent_id=a', from: 0, to: 100 }

  test('is kept until the walk is over', () => {
    expect(archive.walkPosition(walk)).toBeNull()
    archive.setWalkPosition(walk, { position: 80, startedAt: 500 })
    archive.setWalkPosition(walk, { position: 40, startedAt: 500 })
    expect(archive.walkPosition(walk)).toEqual({ position: 40, startedAt: 500 })
    expect(archive.walkPosition({ ...walk, to: 99 })).toBeNull()
    expect(archive.walkPosition({ ...walk, scope: '' })).toBeNull()
    archive.setWalkPosition(walk, null)
    expect(archive.walkPosition(walk)).toBeNull()
  })
})
