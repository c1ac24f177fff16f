/**
 * A source of numbers in [0, 1) that depends on the seed's text alone: mulberry32 (Tommy Ettinger 2017, public domain),
 * started by the text's FNV-1a hash. For samples and simulations that can be repeated; of no use for secrets.
 */
export function seededRandom(seed: string): () => number {
  let state = 2166136261
  for (let at = 0; at < seed.length; at++) {
    const code = seed.codePointAt(at)!
    state = Math.imul(state ^ code, 16777619)
    // A pair of surrogates is one character.
    if (code > 0xffff) at++
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
