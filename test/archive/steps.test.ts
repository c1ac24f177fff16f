import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAYS, HOURS, HOURS_OF_DAY, MONTHS, WEEKDAYS, WEEKS } from '../../src/analysis/read/time-groups.ts'
import { bucketAt, stepsOf } from '../../src/archive/tally/steps.ts'
import { offsetSeconds } from '../../src/domain/zone-offset.ts'
import { runs } from '../support/runs.ts'

/** Clocks that are set by an hour, by half of one, at noon of another day, or never; and one that is not ahead by full hours. */
const ZONES = ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kathmandu']
const start = fc.integer({ min: Date.UTC(2024) / 1000, max: Date.UTC(2027) / 1000 })

test('moments at which a bucket changes tell the bucket of every moment', () => {
  fc.assert(
    fc.property(
      fc.array(start, { minLength: 1, maxLength: 30 }),
      fc.constantFrom(...ZONES),
      fc.constantFrom(HOURS, DAYS, WEEKS, MONTHS, WEEKDAYS, HOURS_OF_DAY),
      (starts, zone, clock) => {
        const bucketOf = (unix: number): number => clock.bucketOf(unix, offsetSeconds(unix, zone))
        const steps = stepsOf(bucketOf, Math.min(...starts), Math.max(...starts))
        expect(starts.map(unix => bucketAt(steps, unix))).toEqual(starts.map(bucketOf))
      },
    ),
    { numRuns: runs(60) },
  )
})
