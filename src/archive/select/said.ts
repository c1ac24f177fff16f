import { echoed, UserInputError } from '../../errors.ts'
import { type Sql, saysWords, sql } from '../engine/sql.ts'
import { parseQuery } from '../words/parse.ts'
import type { Query, Role } from '../words/query.ts'

/* What was said in a call: the words of a search, perhaps with who said them. */

export interface Said {
  query: Query
  role: Role | undefined
}

/**
 * `refund -card`, or `agent: refund`; callers have both names. With nothing but excluded words, they are said nowhere.
 * @throws UserInputError where nothing is left to look for
 */
export function parseSaid(written: string): Said {
  const [, by, words = ''] = new RegExp(`^(?:(${SPEAKERS}):)?(.*)$`, 'is').exec(written.trim()) ?? []
  const role = by === undefined ? by : roleOf(by)
  const query = parseQuery(withoutRole(words, role, written))
  if (query.wanted.length + query.excluded.length === 0) {
    throw new UserInputError(
      `said has "${echoed(written)}", which has no search term. It takes words of one turn, as in search_conversations, for example refund, agent:"call back" or user:-refund.`,
    )
  }
  return { query, role }
}

const SPEAKERS = 'user|caller|agent|tool'

const roleOf = (written: string): Role => {
  const name = written.toLowerCase()
  return name === 'caller' ? 'user' : (name as Role)
}

/** `sorry OR agent:apologize` behind `agent:`: the same speaker once more. Of two, one turn has but one. */
const withoutRole = (words: string, role: Role | undefined, written: string): string =>
  words.replace(
    new RegExp(`"[^"]*"|(?<=^|\\s)(-?)(${SPEAKERS}):(?=\\S)`, 'gi'),
    (all, minus: string, again?: string) => {
      if (again === undefined) return all
      if (roleOf(again) === role) return minus
      throw new UserInputError(
        `said has "${echoed(written)}"; who says it stands in front of all the words, for example agent:sorry OR apologize. Words of another speaker are an entry of their own.`,
      )
    },
  )

/** Of calls whose detail is here. */
export function isSaid(c: Sql, written: string): Sql {
  const { query, role } = parseSaid(written)
  if (query.wanted.length > 0) return saysWords(c, query, role)
  const said = query.excluded.map(term => saysWords(c, { wanted: [term], excluded: [], ignored: [] }, role))
  return sql`${c}.detail_read_at IS NOT NULL AND ${said.reduce((all, one) => sql`${all} AND NOT ${one}`, sql`TRUE`)}`
}
