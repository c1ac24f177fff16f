/** A source of numbers in [0, 1). */
export type Random = () => number

/** mulberry32 from a hash of the seed text: the sample calls are the same on every machine and in every run. */
export function seeded(seed: string): Random {
  let state = 2166136261
  for (const char of seed) state = Math.imul(state ^ char.codePointAt(0)!, 16777619)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function chance(random: Random, probability: number): boolean {
  return random() < probability
}

export function between(random: Random, from: number, to: number): number {
  return from + random() * (to - from)
}

/** A whole number, both ends included. */
export function whole(random: Random, from: number, to: number): number {
  return Math.floor(between(random, from, to + 1))
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!
}

export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const keyed = items.map(item => ({ item, key: random() }))
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}

export function digits(random: Random, length: number): string {
  return letters(random, length, '0123456789')
}

export function letters(random: Random, length: number, alphabet = '0123456789abcdefghjkmnpqrstvwxyz'): string {
  let text = ''
  while (text.length < length) text += alphabet[Math.floor(random() * alphabet.length)]
  return text
}

/** An id that looks like one of the platform's own, such as conv_ and 28 characters; it depends on the seed alone. */
export function sampleId(prefix: string, seed: string): string {
  const random = seeded(`${prefix} ${seed}`)
  return `${prefix}_${digits(random, 2)}01${letters(random, 24)}`
}
