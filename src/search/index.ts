/** Words in the archive. The rest of the program needs no more than this of the files beside it. */
export type { Hit, WordSearchResult } from '../archive/words/find.ts'
export type { Query } from '../archive/words/query.ts'
export { type Mark, matchHeadline, matchTurnsInPieces } from './marks.ts'
export { parseQuery } from './query.ts'
export { searchWords } from './search-words.ts'
