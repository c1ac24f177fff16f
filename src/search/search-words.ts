import type { Archive } from '../archive/archive.ts'
import { whereOf } from '../archive/select/select.ts'
import type { WordSearch as Search, WordSearchResult } from '../archive/words/find.ts'
import type { CallSelection } from '../domain/filter.ts'

export interface WordSearch extends CallSelection, Omit<Search, 'where'> {}

/** Calls of the archive in which something was said. */
export const searchWords = (archive: Archive, { filter, window, ...search }: WordSearch): Promise<WordSearchResult> =>
  archive.read(archive.words.find({ ...search, where: whereOf(filter, window) }))
