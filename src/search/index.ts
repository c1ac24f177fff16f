/** Words in the archive. The rest of the program needs no more than this of the files beside it. */
export type { Hit, WordSearchResult } from '../archive/words/find.ts'
export { parseQuery } from '../archive/words/parse.ts'
export type { Query } from '../archive/words/query.ts'
export { type Mark, matchEvaluation, matchHeadline, matchTurnsInPieces } from './marks.ts'
export { searchWords } from './search-words.ts'
