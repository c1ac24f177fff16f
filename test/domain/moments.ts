import fc from 'fast-check'

/** What a clock in the zone shows at that second: { day: '2026-10-05', time: '14:30:00' }. */
export function clockAt(unix: number, zone: string): { day: string; time: string } {
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(unix * 1000)
      .map(({ type, value }) => [type, value]),
  )
  const { year, month, day, hour, minute, second } = parts
  return { day: `${year}-${month}-${day}`, time: `${hour}:${minute}:${second}` }
}

export const formatters = new Map<string, Intl.DateTimeFormat>()

export function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const two = '2-digit' as const
  const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
  const made = new Intl.DateTimeFormat('en-GB', { ...fields, timeZone: zone, hourCycle: 'h23' })
  formatters.set(zone, made)
  return made
}

export const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))

/** 2015 to 2036, to the second. */
export const instants = fc.integer({ min: 1_420_070_400, max: 2_114_380_800 })
