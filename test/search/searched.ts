import { beforeAll, expect } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import type { WordSearchResult } from '../../src/archive/words/find.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { searchWords, type WordSearch } from '../../src/search/search-words.ts'
import { ALL_RUNS } from '../support/runs.ts'
import { longCall, sample, withLongCall } from '../support/sample.ts'
import { filled, type Json } from './filled.ts'
import { type Doc, docsOf, naiveSearch, naiveSearchInCalls, said, type Wanted, writtenOf } from './naive.ts'

/* What is found in sample calls, compared with a search that reads the raw bodies from end to end. */

export const bodies: Json[] = withLongCall(sample.conversations).filter(
  (call, at) => ALL_RUNS || call === longCall || at % 3 === 0 || call.metadata.main_language !== 'en',
)

export let archive: Archive
export let docs: Doc[]

/** Makes the archive before the tests of the file that calls this. */
export const searchedOfTests = (): void =>
  beforeAll(async () => {
    archive = await filled(bodies)
    docs = docsOf(bodies)
    return () => archive.close()
  })

export const search = (query: string, more: Partial<WordSearch> = {}) =>
  searchWords(archive, { query: parseQuery(query), filter: {}, order: 'best', limit: 1_000_000, offset: 0, ...more })

export type Result = WordSearchResult

export const asMap = ({ hits }: Result): Map<string, number[]> =>
  new Map(
    hits
      .map(hit => [hit.conversationId, [...writtenOf(hit), ...hit.turns]] as [string, number[]])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const sorted = (found: Map<string, number[]>): Map<string, number[]> =>
  new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))

/** What is found is what the naive search finds, and so are the totals and the marks. */
export async function expectSame(
  query: string,
  wanted: Wanted,
  more: Partial<WordSearch> = {},
  among: Doc[] = docs,
): Promise<Result> {
  const role = wanted.role
  const result = await search(query, { ...(role ? { role } : {}), ...more })
  const inTurns = naiveSearch(among, wanted)
  const expected = inTurns.size > 0 ? inTurns : naiveSearchInCalls(among, wanted)
  expect({ query, role, found: asMap(result) }).toEqual({ query, role, found: sorted(expected) })
  expect(result.conversations).toBe(expected.size)
  expect(result.spoken).toBe([...inTurns.values()].filter(turns => turns.some(turn => turn >= 0)).length)
  expect(result.turns).toBe([...inTurns.values()].flat().filter(turn => turn >= 0).length)
  if (expected.size > 0) expect(result.within).toBe(inTurns.size > 0 ? 'turn' : 'call')
  expect(result.nothing === null).toBe(expected.size > 0)
  return result
}

export const words = (typed: string): Wanted => ({ all: typed.split(' ').map(said) })
