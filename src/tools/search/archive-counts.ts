import { quote, quoteQuery, quoteSome } from '../../render/quote.ts'
import { formatCount, plural } from '../../render/text.ts'
import type { WordSearchResult } from '../../search/index.ts'
import { emptyResultHints } from '../empty-result-hints.ts'
import type { Found } from './found.ts'
import type { SearchInput } from './schema.ts'

/** How much matched in all, how much of it is shown, in which order. */
export function countsOf(
  { query, role, sort, max_tokens, page_size }: SearchInput,
  found: Found,
  shown: number,
): string {
  const { position, result } = found
  const { conversations, within, order } = result
  const start = position?.offset ?? 0
  const what = `${quoteQuery(query)}${role ? ` (said by ${role})` : ''}`
  if (conversations === 0) return `No conversations match ${what}. ${whyNot(found, role)}`
  if (shown === 0) return 'No more conversations match.'
  const total =
    within === 'turn'
      ? `${plural(conversations, 'conversation')} match${conversations === 1 ? 'es' : ''} ${what}${places(result)}.`
      : `No single turn contains all of ${what}; ${plural(conversations, 'conversation')} contain${conversations === 1 ? 's' : ''} them in different turns.`
  const sorted = `${order} first`
  const range = start > 0 ? `${formatCount(start + 1)} to ${formatCount(start + shown)}` : formatCount(shown)
  const all = shown === conversations ? 'All shown' : `Shown: ${range}`
  const why = order === 'newest' && sort !== 'newest' && within === 'turn' ? ' (too many to rank)' : ''
  const cut =
    shown < Math.min(page_size, conversations - start) ? ` (more did not fit into max_tokens ${max_tokens})` : ''
  const more = start + shown < conversations ? ' Continue with next_cursor.' : ''
  return `${total} ${all}, ${sorted}${why}${cut}.${more}`
}

/** Each conversation has a turn that matches, or something that was written of it does. */
function places({ conversations, spoken, turns }: WordSearchResult): string {
  if (turns === 0) return `, in ${WRITTEN} only`
  const inTurns = plural(turns, 'turn')
  if (spoken === conversations) return `, in ${inTurns}`
  return `: ${formatCount(spoken)} in ${inTurns}, ${formatCount(conversations - spoken)} only in ${WRITTEN}`
}

const WRITTEN = 'title, summary, rationale or comment'

/** Which word is missing, and whether it is the filters that leave nothing. */
function whyNot({ query, result, selected }: Found, role: string | undefined): string {
  const { nothing } = result
  if (!nothing) return ''
  if (selected === 0) return `No conversation matches the filters and the window.${elsewhereOf(nothing)}`
  const nowhere = role ? `nowhere said by ${role}` : 'nowhere'
  const counts = nothing.words.map(({ text, places, orMore }) => {
    const times = places === 1 ? 'in 1 place' : `in ${orMore ? 'more than ' : ''}${formatCount(places)} places`
    return `${quote(text)} ${places === 0 ? nowhere : times}`
  })
  const without = query.excluded.length > 0 ? ', after exclusions' : ''
  return `In the ${plural(selected, 'selected conversation')}${without}: ${counts.join(', ')}.${elsewhereOf(nothing)} Mode fuzzy tolerates typos; mode semantic searches by meaning.`
}

const elsewhereOf = ({ elsewhere }: NonNullable<WordSearchResult['nothing']>): string =>
  elsewhere.conversations > 0
    ? ` Without these filters and this window, ${plural(elsewhere.conversations, 'conversation')} archived so far would match.`
    : ''

/** Operators of other search engines. */
const OPERATOR = /(?:^|\s)(?:AND|NOT|NEAR)(?=\s)/

/** What of the query was not looked for, and, where nothing was found, what to check. */
export function hintsFor(
  { query: { ignored }, selection, result }: Found,
  { query }: Pick<SearchInput, 'query'>,
): string[] {
  return [
    ...(OPERATOR.test(query)
      ? ['AND and NOT are searched as words: all words must be in one turn; -word excludes turns.']
      : []),
    ...(/^(?:user|agent|tool):\S/i.test(query)
      ? ['The words before the colon are searched, too; who says it is role.']
      : []),
    ...(ignored.some(text => /[\p{L}\p{N}].*\*|\*.*[\p{L}\p{N}]/u.test(text))
      ? ['* works only at the end of a word of two or more letters.']
      : []),
    ...(ignored.length > 0 ? [`Not searched: ${quoteSome(ignored)}.`] : []),
    ...(result.conversations > 0 ? [] : emptyResultHints(selection.filter)),
  ]
}
