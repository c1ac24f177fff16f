/** What sets calls apart. The rest of the program needs no more than this of the files beside it. */
export type { Fact } from './compare/fact.ts'
export type { Example } from './examples.ts'
export { type ExplainQuestion, type Explanation, explain, explainInPieces } from './explain.ts'
export type { ExplainedRow } from './facts-apart.ts'
export type { Mode, Modes } from './modes/modes.ts'
export { MOST_CALLS_READ } from './read/sampled.ts'
export type { ExplainedWord } from './texts.ts'
export type { PhrasePlace } from './words/phrases.ts'
