/** Words in the archive. The rest of the program needs no more than this of the files beside it. */
export type { Hit } from './hits.ts'
export { type Mark, matchHeadline, matchTurns } from './marks.ts'
export { parseQuery, type Query } from './query.ts'
export { searchWords, type WordSearchResult } from './search-words.ts'
