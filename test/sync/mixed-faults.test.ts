// @module-tag more
import { test } from 'vitest'
import { expectOneSync, expectReads } from './mixed-faults.ts'

test('an API of which every fourth request fails in one of many ways: one sync has everything', () =>
  expectOneSync(200))

test('and single reads are what they should be', () => expectReads(100))
