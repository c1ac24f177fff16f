/** What sets calls apart. The rest of the program needs no more than this of the files beside it. */
export type { Fact } from './compare/fact.ts'
export type { Example } from './examples.ts'
export {
  type ExplainedRow,
  type ExplainQuestion,
  type Explanation,
  explain,
  explainInPieces,
  MOST_CHANCE,
} from './explain.ts'
