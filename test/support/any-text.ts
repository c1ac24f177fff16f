import fc from 'fast-check'

/* `fc.string({ unit: 'binary' })` remembers every character there is, a million of them, for as long as the process runs. */

const SURROGATES = { from: 0xd800, count: 0x800 }

/** Any character of Unicode. */
const character = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES.count })
  .map(at => String.fromCodePoint(at < SURROGATES.from ? at : at + SURROGATES.count))

/** Any text, of characters that nobody has assigned, too. */
export const anyText = (constraints: { maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ unit: character, ...constraints })
