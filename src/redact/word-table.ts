import { COUNTRIES } from './iban.ts'
import { AT_WORDS, DOT_WORDS } from './spoken.ts'
import { FILLERS, NUMBER_WORDS } from './spoken-words.ts'
import { hashed } from './word-hash.ts'

/** What a word by itself may say, as bits. */
export const SAYS = { number: 1, filler: 2, at: 4, dot: 8, country: 16 } as const

/** By a hash of their letters. Another word may share the place: that costs a closer look, which finds nothing. */
const table = new Uint8Array(4096)

export const says = (hash: number): number => table[hash & (table.length - 1)]!

for (const [words, what] of [
  [NUMBER_WORDS, SAYS.number],
  [FILLERS, SAYS.filler],
  [AT_WORDS, SAYS.at],
  [DOT_WORDS, SAYS.dot],
  [COUNTRIES, SAYS.country],
] as const) {
  for (const word of words) {
    let hash = 0
    for (let at = 0; at < word.length; at++) hash = hashed(hash, word.charCodeAt(at))
    table[hash & (table.length - 1)]! |= what
  }
}
