import { expect, test, vi } from 'vitest'
import { computerZone, offsetLabel, resolveZone } from '../../src/domain/time.ts'

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['europe/berlin', 'Europe/Berlin'],
  [' AMERICA/NEW_YORK ', 'America/New_York'],
  ['america/new york', 'America/New_York'],
  ['america/port-au-prince', 'America/Port-au-Prince'],
  ['Asia/Kolkata', 'Asia/Kolkata'],
  ['asia/calcutta', 'Asia/Calcutta'],
  ['europe/kyiv', 'Europe/Kyiv'],
  ['us/pacific', 'US/Pacific'],
  ['singapore', 'Singapore'],
  ['utc', 'UTC'],
  ['Z', 'UTC'],
  ['gmt', 'GMT'],
  ['etc/gmt+5', 'Etc/GMT+5'],
  ['+02:00', '+02:00'],
  ['-0330', '-03:30'],
  ['+2', '+02:00'],
  ['utc+2', '+02:00'],
  ['GMT -5', '-05:00'],
  ['+00:00', 'UTC'],
  ['-00:00', 'UTC'],
  ['+14:00', '+14:00'],
])('%s is %s', (name, zone) => {
  expect(resolveZone(name, 'Asia/Tokyo')).toBe(zone)
})

test('without a name it is the fallback', () => {
  expect(resolveZone(undefined, 'Asia/Tokyo')).toBe('Asia/Tokyo')
  expect(resolveZone(' ', 'Asia/Tokyo')).toBe('Asia/Tokyo')
})

test('every zone that this Node lists is accepted as it is listed', () => {
  for (const name of Intl.supportedValuesOf('timeZone')) {
    expect(resolveZone(name, '')).toBe(name)
    expect(resolveZone(name.toLowerCase(), '')).toBe(name)
  }
})

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  [undefined, 'UTC'],
  ['Etc/Unknown', 'UTC'],
  ['GMT+03:00', 'UTC'],
])('a computer that says its zone is %s is in %s', (said, zone) => {
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValue({ timeZone: said } as never)
  const found = computerZone()
  vi.restoreAllMocks()
  expect(found).toBe(zone)
})

test.each([
  ['America/New_York', '2026-07-01T00:00Z', 'UTC-4'],
  ['America/New_York', '2026-12-01T00:00Z', 'UTC-5'],
  ['Asia/Kolkata', '2026-07-01T00:00Z', 'UTC+5:30'],
  ['Pacific/Apia', '2026-07-01T00:00Z', 'UTC+13'],
  ['Australia/Lord_Howe', '2026-07-01T00:00Z', 'UTC+10:30'],
  ['UTC', '2026-07-01T00:00Z', 'UTC+0'],
])('the offset of %s at %s is %s', (zone, at, label) => {
  expect(offsetLabel(Date.parse(at) / 1000, zone)).toBe(label)
})
