import { test } from 'vitest'
import { expectOneSync, expectReads } from './mixed-faults.ts'

test('one sync of 2,000 calls', () => expectOneSync(2_000), 300_000)

test('2,000 reads', () => expectReads(2_000), 300_000)
