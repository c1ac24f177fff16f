export const DAY = 86_400
/** After the last call: 22 November 2026, noon in UTC. */
export const END = Date.UTC(2026, 10, 22, 12) / 1000
