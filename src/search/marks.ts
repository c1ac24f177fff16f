import { lengthAt } from '../archive/words/phrase.ts'
import type { Query, Role, Term } from '../archive/words/query.ts'
import {
  type Evaluation,
  type Place,
  type PlacedToken,
  placedWordsOfEvaluation,
  placedWordsOfHeadline,
  placedWordsOfTurn,
} from '../archive/words/texts.ts'
import type { Conversation, Turn } from '../domain/conversation.ts'
import { atOnce, type Pieces } from '../pieces.ts'

/* Where the words of a query stand in the original texts, by the rules of the search. */

/** Characters of one text, the end not included. A phrase is one mark. */
export interface Mark extends Place {
  start: number
  end: number
}

export interface Match {
  /** All that is wanted is there and nothing that is excluded: it is among what the search finds. */
  complete: boolean
  /** In the order of the texts, none overlapping. */
  marks: Mark[]
}

export type MatchedTurn = Match & { index: number }

/** The turns of a call that hold words of the query. */
export const matchTurns = (call: Pick<Conversation, 'turns'>, query: Query, role?: Role): MatchedTurn[] =>
  atOnce(matchTurnsInPieces(call, query, role))

/** Words of a turn that are found and marked in one go. */
const MANY = 5_000

export function* matchTurnsInPieces(
  { turns }: Pick<Conversation, 'turns'>,
  query: Query,
  role?: Role,
): Pieces<MatchedTurn[]> {
  const matched: MatchedTurn[] = []
  for (const turn of turns) {
    const columns = searchedTexts(turn, role)
    const isLong = columns.some(({ length }) => length > MANY)
    if (isLong) yield
    const match = matchOf(columns, query)
    if (match.marks.length > 0) matched.push({ index: turn.index, ...match })
    if (isLong) yield
  }
  return matched
}

/** The same for title and summary, which are searched together. */
export const matchHeadline = (call: Pick<Conversation, 'title' | 'summary'>, query: Query): Match =>
  matchOf(placedWordsOfHeadline(call), query)

/** The same for rationales and the caller's comment. */
export const matchEvaluation = (call: Evaluation, query: Query): Match =>
  matchOf([placedWordsOfEvaluation(call)], query)

/** By columns of the index. */
function searchedTexts(turn: Turn, role: Role | undefined): PlacedToken[][] {
  const { said, tool } = placedWordsOfTurn(turn)
  return [role === undefined || role === turn.role ? said : [], role === undefined || role === 'tool' ? tool : []]
}

function matchOf(columns: readonly PlacedToken[][], { wanted, excluded }: Query): Match {
  const isIn = (term: Term): boolean =>
    columns.some(tokens => tokens.some((_, first) => longestAt(tokens, first, term) > 0))
  return {
    complete: wanted.every(isIn) && !excluded.some(isIn),
    marks: columns.flatMap(tokens => marksOf(tokens, wanted)),
  }
}

/** Words that follow one another, by their places in the column. */
interface Span {
  first: number
  last: number
}

/** One word may stand in a turn tens of thousands of times. */
function occurrences(tokens: readonly PlacedToken[], term: Term): Span[] {
  const spans: Span[] = []
  for (let first = 0; first < tokens.length; first++) {
    const length = longestAt(tokens, first, term)
    if (length > 0) spans.push({ first, last: first + length - 1 })
  }
  return spans
}

/** Words of the longest of its phrases that begins there; 0: none does. */
function longestAt(tokens: readonly PlacedToken[], first: number, { phrases }: Term): number {
  let longest = 0
  for (const phrase of phrases) longest = Math.max(longest, lengthAt(tokens, first, phrase))
  return longest
}

function marksOf(tokens: readonly PlacedToken[], terms: readonly Term[]): Mark[] {
  const marks: Mark[] = []
  for (const { first, last } of spansOf(tokens, terms)) {
    const { field, position, isName, start } = tokens[first]!
    const { end } = tokens[last]!
    const before = marks.at(-1)
    if (before && start < before.end && isSameText(before, tokens[first]!)) before.end = Math.max(before.end, end)
    else marks.push({ field, position, isName, start, end })
  }
  return marks
}

/** In the order of the texts, each within one text. */
function spansOf(tokens: readonly PlacedToken[], terms: readonly Term[]): Span[] {
  const found: Span[] = []
  for (const term of terms) {
    for (const span of occurrences(tokens, term)) {
      if (span.first === span.last) found.push(span)
      else found.push(...withinTexts(tokens, span))
    }
  }
  return terms.length > 1 ? found.sort((a, b) => a.first - b.first) : found
}

const isSameText = (a: Place, b: Place): boolean =>
  a.field === b.field && a.position === b.position && a.isName === b.isName

/** To the index all texts of a column are one, so that a phrase may go from one, or from a name, into the next. */
function withinTexts(tokens: readonly PlacedToken[], { first, last }: Span): Span[] {
  for (let next = first + 1; next <= last; next++) {
    if (isSameText(tokens[next]!, tokens[first]!)) continue
    return [{ first, last: next - 1 }, ...withinTexts(tokens, { first: next, last })]
  }
  return [{ first, last }]
}
