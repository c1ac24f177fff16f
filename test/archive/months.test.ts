import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { render, sql } from '../../src/archive/engine/sql.ts'
import { POSTGRES } from '../../src/archive/postgres/dialect.ts'
import { MIGRATIONS } from '../../src/archive/postgres/migrations.ts'
import {
  firstIdOf,
  isOver,
  mayStart,
  monthOf,
  monthOfId,
  monthOfSuffix,
  OTHER,
  suffixOf,
} from '../../src/archive/postgres/months/months.ts'
import { TYPES } from '../../src/archive/postgres/types.ts'
import type { ColumnType } from '../../src/archive/schema/column.ts'
import { DETAIL_COLUMNS } from '../../src/archive/schema/detail-columns.ts'
import { PARTS } from '../../src/archive/schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../../src/archive/schema/summary-columns.ts'
import { runs } from '../support/runs.ts'

/* How PostgreSQL's store divides its tables; the rest needs a server. */

const unix = (iso: string): number => Date.parse(iso) / 1000

/** Whether an id passes the condition, which is one of few forms. */
function passes(id: number, from: number | undefined, before: number | undefined): boolean {
  const { text, values } = render(mayStart(from, before, sql`c.id`), POSTGRES)
  const value = (place: string): number => Number(values[Number(place.slice(1)) - 1])
  const holds = (part: string): boolean => {
    const [, sign, place] = /^c\.id (<|>=) (\$\d)::bigint$/.exec(part) ?? []
    if (sign === undefined) throw new Error(`not understood: ${part}`)
    return sign === '<' ? id < value(place!) : id >= value(place!)
  }
  if (text === 'TRUE') return true
  const [isAnd, parts] = [text.includes(' AND '), text.replace(/^\(|\)$/g, '').split(/ AND | OR /)]
  return isAnd ? parts.every(holds) : parts.some(holds)
}

describe('the month of a call', () => {
  test.each([
    ['2026-11-30T23:59:59Z', '2026_11'],
    ['2026-12-01T00:00:00Z', '2026_12'],
    ['2015-01-01T00:00:00Z', '2015_01'],
    ['2049-12-31T23:59:59Z', '2049_12'],
    ['2014-12-31T23:59:59Z', 'other'],
    ['2050-01-01T00:00:00Z', 'other'],
  ])('%s: %s', (iso, suffix) => {
    expect(suffixOf(monthOf(unix(iso)))).toBe(suffix)
    expect(monthOfSuffix(suffix)).toBe(monthOf(unix(iso)))
  })

  test('is the other one where the start is not known, or no time', () => {
    for (const start of [null, 0, -1, 1e300, Number.NaN]) expect(monthOf(start)).toBe(OTHER)
    expect(monthOfSuffix('by_start')).toBeNull()
  })

  test('stands in the id, which is a safe number', () => {
    for (const month of [0, 1, 142, OTHER]) {
      expect(monthOfId(firstIdOf(month))).toBe(month)
      expect(monthOfId(firstIdOf(month + 1) - 1)).toBe(month)
      expect(Number.isSafeInteger(firstIdOf(month + 1))).toBe(true)
    }
  })

  test('is over when the next one begins', () => {
    const november = monthOf(unix('2026-11-15T00:00:00Z'))
    expect(isOver(november, unix('2026-11-30T23:59:59Z'))).toBe(false)
    expect(isOver(november, unix('2026-12-01T00:00:00Z'))).toBe(true)
    expect(isOver(OTHER, unix('2100-01-01T00:00:00Z'))).toBe(false)
  })
})

describe('a window', () => {
  /** Around the years that are counted, and exact beginnings of months. */
  const time = fc.oneof(
    fc.integer({ min: unix('2013-01-01T00:00:00Z'), max: unix('2052-01-01T00:00:00Z') }),
    fc.integer({ min: -30, max: 450 }).map(month => Date.UTC(2015, month) / 1000),
    fc.constant(0),
  )
  const bound = fc.option(time, { nil: undefined })

  test('never passes over a call that starts in it', () => {
    fc.assert(
      fc.property(time, bound, bound, (start, from, before) => {
        fc.pre((from === undefined || start >= from) && (before === undefined || start < before))
        expect(passes(firstIdOf(monthOf(start)) + 7, from, before)).toBe(true)
      }),
      { numRuns: runs(2000) },
    )
  })

  test('is about its own months only', () => {
    const months = (from: string, before: string) =>
      Array.from({ length: OTHER + 1 }, (_, month) => month)
        .filter(month => passes(firstIdOf(month), unix(from), unix(before)))
        .map(suffixOf)
    expect(months('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z')).toEqual(['2026_11'])
    expect(months('2026-10-31T23:00:00Z', '2026-12-01T01:00:00Z')).toEqual(['2026_10', '2026_11', '2026_12'])
    expect(months('2049-12-01T00:00:00Z', '2050-01-01T00:00:00Z')).toEqual(['2049_12'])
    // Of an open end calls whose start nobody knows are a part, too.
    expect(passes(firstIdOf(OTHER), unix('2026-11-01T00:00:00Z'), undefined)).toBe(true)
    expect(passes(firstIdOf(monthOf(unix('2026-10-01T00:00:00Z'))), unix('2026-11-01T00:00:00Z'), undefined)).toBe(
      false,
    )
  })
})

describe('the schema', () => {
  const [initial] = MIGRATIONS

  test('number 1 is pinned', () => {
    expect(
      createHash('sha256').update(initial!.sql).digest('hex'),
      'Schema 1 never changes: people have databases with it. Undo that; what is new is added by a new file in src/archive/postgres/schema, listed in src/archive/postgres/migrations.ts.',
    ).toBe('5484dd2eee9a00ba531247716c5ed1c1885074ec92fdd5bcca50fe18fce1bd0e')
  })

  test('has every column that is written, with its type', () => {
    const all = MIGRATIONS.map(({ sql }) => sql).join(';\n')
    const typed = ({ name, type }: { name: string; type: ColumnType }) =>
      `${name} ${TYPES[type]}${type === 'TEXT' ? ' COLLATE "C"' : ''}`
    const calls = { name: 'conversations', columns: [...SUMMARY_COLUMNS, ...DETAIL_COLUMNS] }
    const missing = [calls, ...PARTS].flatMap(({ name: table, columns }) => {
      const made = new RegExp(`CREATE TABLE ${table} \\(([^;]*)`).exec(all)?.[1] ?? ''
      const added = [...all.matchAll(new RegExp(`ALTER TABLE ${table} ([^;]*)`, 'g'))].map(([, text]) => text)
      const there = [made, ...added]
        .join(',')
        .split(/,|\n\)|ADD COLUMN/)
        .map(text => text.trim())
      return columns.map(typed).flatMap(column => (there.includes(column) ? [] : `${table}: ${column}`))
    })
    expect(
      missing,
      'No migration adds these columns: write N-name.ts in src/archive/postgres/schema and list it in src/archive/postgres/migrations.ts.',
    ).toEqual([])
  })
})
