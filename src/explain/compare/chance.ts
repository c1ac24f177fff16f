/** Beyond this rate what differs is told as chance. */
export const MOST_CHANCE = 0.05
