export const DAY = 86_400
/** After the last call: 22 November 2026, noon in UTC. */
export const END = Date.UTC(2026, 10, 22, 12) / 1000

/** What an analysis is asked that compares the 90 days before a moment with the 90 days before them. */
export const againstNinetyDays = (end: number) => ({
  window: { zone: 'UTC', afterUnix: end - 90 * DAY },
  compareTo: {
    filter: {},
    window: { zone: 'UTC', afterUnix: end - 180 * DAY, beforeUnix: end - 90 * DAY },
    label: '',
  },
})
