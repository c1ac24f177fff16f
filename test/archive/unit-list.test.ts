import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ToldColumns } from '../../src/archive/read/told-columns.ts'
import { unitsInLists } from '../../src/archive/tally/unit-list.ts'
import { runs } from '../support/runs.ts'

const number = fc.oneof(
  fc.nat(),
  fc.integer(),
  fc.maxSafeNat(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(2 ** 53 - 11, 2 ** 53 + 2, 2 ** 63, 1e-9, 0.1, -0.5),
  fc.constant(null),
)

test('numbers in lists are those that JSON tells, to the last bit', () => {
  fc.assert(
    fc.property(fc.array(fc.array(number)), lists => {
      const told = new ToldColumns({ size: lists.length, c0: JSON.stringify(lists) })
      const { starts, sizes, numbers } = unitsInLists(told, 0)
      const own = lists.map((_, call) => [...numbers(0).subarray(starts[call]!, starts[call]! + sizes[call]!)])
      // JSON has no sign of a zero.
      expect(own).toEqual(lists.map(list => list.map(one => (one === null ? Number.NaN : one + 0 || 0))))
    }),
    { numRuns: runs(200) },
  )
})
