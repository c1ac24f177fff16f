import { seededRandom } from '../../src/domain/statistics.ts'

/** Numbers by chance: the same ones for the same seed. */
export type Draw = ReturnType<typeof drawing>

export function drawing(seed: string) {
  const random = seededRandom(seed)
  const between = (low: number, high: number): number => low + (high - low) * random()
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1))
  return {
    between,
    whole,
    chance: (share: number): boolean => random() < share,
    pick: <T>(list: readonly T[]): T => list[whole(0, list.length - 1)]!,
    /** 1 to n, small numbers far more often than large ones. */
    skewed: (n: number): number => Math.floor(n ** random()) || 1,
    /** Around 1, with a long tail. (Box and Muller.) */
    logNormal: (sigma: number): number =>
      Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())),
  }
}
