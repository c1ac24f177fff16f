import { between, type Random } from './random.ts'

/** When a line is busy, in the local time of its agent. */
export type Hours = 'office' | 'every day' | 'weekday mornings' | 'but weekday mornings'

const DAY = 86_400
const HOUR = 3_600
/** Sample calls last less than this; so those of the last minutes have ended before `now`. */
const LONGEST_CALL = 1_500

/** UTC midnight so many days before the day of `now`. */
export function daysBefore(now: number, days: number): number {
  return now - (now % DAY) - days * DAY
}

/**
 * Start times, ascending, for a fixed number of calls between two days. They are quantiles of how busy each hour is,
 * so their number never depends on `now`, yet they always fall into the office hours of the real calendar.
 */
export function startTimes(
  random: Random,
  count: number,
  [fromDaysAgo, toDaysAgo]: readonly [number, number],
  hours: Hours,
  zone: string,
  now: number,
): number[] {
  const from = daysBefore(now, fromDaysAgo)
  const to = toDaysAgo === 0 ? now - LONGEST_CALL : daysBefore(now, toDaysAgo)
  const slots = busyHours(from, to, hours, zone)
  const total = slots.reduce((sum, slot) => sum + slot.weight, 0)

  let index = 0
  let passed = 0
  return Array.from({ length: count }, (_, rank) => {
    const target = ((rank + between(random, 0.1, 0.9)) / count) * total
    while (index < slots.length - 1 && passed + slots[index]!.weight <= target) passed += slots[index++]!.weight
    const slot = slots[index]!
    return slot.start + Math.floor(((target - passed) / slot.weight) * slot.length)
  })
}

interface Slot {
  start: number
  length: number
  weight: number
}

function busyHours(from: number, to: number, hours: Hours, zone: string): Slot[] {
  const slots: Slot[] = []
  for (let day = from; day < to; day += DAY) {
    const offset = zoneOffset(zone, day + DAY / 2)
    for (let start = day; start < Math.min(day + DAY, to); start += HOUR) {
      const length = Math.min(HOUR, to - start)
      const local = new Date((start + offset) * 1000)
      const weight = busyness(hours, local.getUTCDay(), local.getUTCHours()) * (length / HOUR)
      if (weight > 0) slots.push({ start, length, weight })
    }
  }
  return slots
}

function busyness(hours: Hours, weekday: number, hour: number): number {
  const weekend = weekday === 0 || weekday === 6
  const morning = !weekend && hour >= 7 && hour < 11
  if (hours === 'weekday mornings') return morning ? 1 : 0
  if (hours === 'but weekday mornings' && morning) return 0
  if (hours === 'office') {
    if (hour < 8 || hour >= 18) return 0.02
    const lunch = hour === 12 || hour === 13
    return (lunch ? 0.6 : 1) * (weekday === 0 ? 0.04 : weekday === 6 ? 0.25 : weekday === 1 ? 1.3 : 1)
  }
  if (hour < 7 || hour >= 22) return 0.03
  return (hour >= 17 ? 0.7 : 1) * (weekend ? 0.5 : 1)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Seconds that the clocks of a zone are ahead of UTC at that moment. */
function zoneOffset(zone: string, at: number): number {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  formats.set(zone, format)
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(at * 1000)) ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60) : 0
}
