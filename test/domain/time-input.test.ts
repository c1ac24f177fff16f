import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatDuration,
  formatInstant,
  isoInstant,
  parseClock,
  resolveWindow,
  resolveZone,
} from '../../src/domain/time.ts'
import { UserInputError } from '../../src/errors.ts'
import { anyText } from '../support/any-text.ts'
import { MORE, runs, some } from '../support/runs.ts'
import { clockAt, instants, zones } from './moments.ts'

describe('text', () => {
  test('is what a local clock shows, and leads back to its second', () => {
    fc.assert(
      fc.property(zones, instants, (zone, unix) => {
        const { day, time } = clockAt(unix, zone)
        expect(formatInstant(unix, zone, 'seconds')).toBe(`${day} ${time}`)
        expect(Date.parse(isoInstant(unix, zone)) / 1000).toBe(unix)
        expect(resolveWindow({ after: isoInstant(unix, zone) }, zone, 0)!.afterUnix).toBe(unix)
      }),
      { numRuns: runs(3_000) },
    )
  })

  test('of every quarter of an hour around the changes of clocks is right', MORE, () => {
    const zones = ['Australia/Lord_Howe', 'Africa/Casablanca', 'America/New_York', 'Asia/Beirut', 'Antarctica/Troll']
    for (const zone of some(zones, 5)) {
      for (let unix = Date.UTC(2026, 0, 1) / 1000; unix < Date.UTC(2027, 0, 1) / 1000; unix += 1_800) {
        const { day, time } = clockAt(unix, zone)
        if (formatInstant(unix, zone, 'seconds') !== `${day} ${time}`) expect.fail(`${zone} ${unix}`)
      }
    }
  })

  test('of a duration leads back to its seconds', () => {
    fc.assert(fc.property(fc.nat(3_599_999), secs => parseClock(formatDuration(secs), 'from_time') === secs))
  })
})

describe('hostile input', () => {
  const NOW = 1_791_400_000
  /** Anything, and what is nearly one of our forms. */
  const typed = fc.oneof(
    anyText({ maxLength: 300 }),
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          ...[
            'last',
            'this',
            'week',
            'day',
            'd',
            'ago',
            'monday',
            'now',
            'a',
            'two',
            ' ',
            ' ',
            '_',
            '-',
            '/',
            ':',
            '.',
          ],
          ...[
            'T',
            'Z',
            '+',
            'W',
            'Q',
            '0',
            '00',
            '1',
            '29',
            '53',
            '99',
            '2026',
            '9999',
            '٣',
            '𝟑',
            '🙂',
            '\u0000',
            '\u202e',
          ],
        ),
        { maxLength: 12 },
      )
      .map(parts => parts.join('')),
    fc
      .tuple(fc.constantFrom('a', ' ', '-', '1', '_', 'last ', '2026-', ':', '\u0000', '🙂'), fc.nat(20_000))
      .map(([part, count]) => part.repeat(count)),
  )

  /** The action works, or says what the caller has to mend, in a short text on one line. */
  function orUserError(action: () => unknown): void {
    try {
      action()
    } catch (error) {
      expect(error).toBeInstanceOf(UserInputError)
      const { message } = error as Error
      expect(message.length).toBeLessThan(800)
      expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
    }
  }

  test('is understood or refused', () => {
    fc.assert(
      fc.property(typed, zones, (text, zone) => {
        orUserError(() => resolveWindow({ after: text }, zone, NOW))
        orUserError(() => resolveWindow({ before: text }, zone, NOW))
        orUserError(() => resolveZone(text, 'UTC'))
        orUserError(() => parseClock(text, 'from_time'))
      }),
      { numRuns: runs(2_000) },
    )
  })

  test('numbers too', () => {
    fc.assert(
      fc.property(fc.double(), fc.maxSafeInteger(), (double, integer) => {
        for (const number of [double, integer]) {
          orUserError(() => resolveWindow({ call_start_after_unix: number }, 'UTC', NOW))
          orUserError(() => resolveWindow({ call_start_before_unix: number }, 'UTC', NOW))
          formatDuration(number)
          formatInstant(number, 'Europe/Berlin')
          isoInstant(number, 'Europe/Berlin')
        }
      }),
    )
  })

  test('megabytes are not looked at', () => {
    for (const part of ['a ', '1', ' ', '-', '_', '\u0000', 'last ']) {
      orUserError(() => resolveWindow({ after: part.repeat(2_000_000) }, 'UTC', NOW))
      orUserError(() => resolveZone(part.repeat(2_000_000), 'UTC'))
      orUserError(() => parseClock(part.repeat(2_000_000), 'from_time'))
    }
  })
})
