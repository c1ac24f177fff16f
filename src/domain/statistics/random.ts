/**
 * A source of numbers in [0, 1) that depends on the seed's text alone: mulberry32 (Tommy Ettinger 2017, public domain),
 * started by the text's FNV-1a hash. For samples and simulations that can be repeated; of no use for secrets.
 */
export function seededRandom(seed: string): () => number {
  let state = 2166136261
  for (const char of seed) state = Math.imul(state ^ char.codePointAt(0)!, 16777619)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
