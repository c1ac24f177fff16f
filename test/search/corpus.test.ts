import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { seededRandom } from '../../src/domain/statistics.ts'
import { matchTurns } from '../../src/search/marks.ts'
import { searchWords } from '../../src/search/search-words.ts'
import { MORE, some } from '../support/runs.ts'
import { filled, type Json } from './filled.ts'
import { docsOf, naiveSearch, said, writtenOf } from './naive.ts'

const path = join(process.env.CONVERSATIONS_CORPUS ?? '', 'airline.jsonl')
const missing = !process.env.CONVERSATIONS_CORPUS || !existsSync(path)

test.skipIf(missing)(
  'words of the airline corpus (CONVERSATIONS_CORPUS) are found as by a search of the bodies',
  MORE,
  async () => {
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
    const bodies = some(lines, 4).map(line => JSON.parse(line) as Json)
    const archive = await filled(bodies)
    const docs = docsOf(bodies)
    const random = seededRandom('airline')
    const texts: string[] = bodies.flatMap(body => body.transcript.flatMap((turn: Json) => turn.message ?? []))
    const vocabulary = texts.flatMap(text => text.match(/(?<![^\s(])[A-Za-z0-9]{3,}(?![^\s.,?!)])/g) ?? [])
    const any = (): string => vocabulary[Math.floor(random() * vocabulary.length)]!
    const queries = Array.from({ length: 60 }, (_, at) => (at % 3 === 0 ? `${any()} ${any()}` : any()))
    for (const query of ['refund', 'JFK', 'find_flights', 'reservation_id', 'Error', 'basic economy', ...queries]) {
      const result = await searchWords(archive, {
        query: parseQuery(query),
        filter: {},
        order: 'newest',
        limit: 1_000,
        offset: 0,
      })
      if (result.within === 'call') continue
      const expected = naiveSearch(docs, { all: query.split(' ').map(said) })
      const found = result.hits.map(hit => [hit.conversationId, [...writtenOf(hit), ...hit.turns]] as const)
      expect({ query, found: new Map(found) }).toEqual({ query, found: expected })
      const [hit] = result.hits
      if (!hit) continue
      const matches = matchTurns((await archive.conversation(hit.conversationId))!, parseQuery(query)).filter(
        ({ complete }) => complete,
      )
      expect(matches.map(({ index }) => index)).toEqual(hit.turns)
    }
    await archive.close()
  },
)
