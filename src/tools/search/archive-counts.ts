import { fact, number, plural } from '../../render/text.ts'
import type { WordSearchResult } from '../../search/index.ts'
import { freeValueHints } from '../free-values.ts'
import type { SearchInput } from '../search-conversations.ts'
import type { Found } from './archive.ts'

/** How much matched in all, how much of it is shown, in which order. */
export function countsOf({ query, role, max_tokens, page_size }: SearchInput, found: Found, shown: number): string {
  const { place, result } = found
  const { conversations, turns, within, order } = result
  const start = place?.offset ?? 0
  const typed = fact(query)
  const what = `${typed.includes('"') ? typed : `"${typed}"`}${role ? ` (said by ${role})` : ''}`
  if (conversations === 0) return `No conversation matches ${what}. ${whyNot(result)}`
  if (shown === 0) return 'No more conversations match.'
  const total =
    within === 'turn'
      ? `${plural(conversations, 'conversation')} match${conversations === 1 ? 'es' : ''} ${what}, in ${places(conversations, turns)}.`
      : `No single turn holds all of ${what}; ${plural(conversations, 'conversation')} hold${conversations === 1 ? 's' : ''} them in different turns.`
  const sorted = order === 'best' ? 'best first' : 'newest first'
  const range = start > 0 ? `${number(start + 1)} to ${number(start + shown)}` : number(shown)
  const all = shown === conversations ? 'All are shown' : `Shown: ${range}`
  const why = order === 'newest' && within === 'turn' ? ' (too many to rank)' : ''
  const cut =
    shown < Math.min(page_size, conversations - start) ? ` (more did not fit into max_tokens ${max_tokens})` : ''
  const more = start + shown < conversations ? ' next_cursor goes on.' : ''
  return `${total} ${all}, ${sorted}${why}${cut}.${more}`
}

/** Each conversation has a turn that matches, or its title or summary does. */
function places(conversations: number, turns: number): string {
  if (turns === 0) return 'title or summary only'
  return `${plural(turns, 'turn')}${turns < conversations ? ' and in titles or summaries' : ''}`
}

/** Which word is missing, and whether it is the filters that leave nothing. */
function whyNot({ nothing }: WordSearchResult): string {
  if (!nothing) return ''
  const { words, elsewhere } = nothing
  const counts = words.map(({ text, places, orMore }) => {
    const times =
      places === 0
        ? 'nowhere'
        : places === 1
          ? 'in 1 place'
          : `in ${orMore ? 'more than ' : ''}${number(places)} places`
    return `"${fact(text)}" ${times}`
  })
  const other =
    elsewhere.conversations > 0
      ? ` Without these filters and this window ${plural(elsewhere.conversations, 'archived conversation')} would match.`
      : ''
  return `Of the selected calls: ${counts.join(', ')}.${other} Mode fuzzy forgives typing errors, mode semantic looks for the meaning.`
}

/** What of the query was not looked for, and, where nothing was found, what to check. */
export function hintsFor({ selection, result }: Found): string[] {
  const { ignored } = result.query
  return [
    ...(ignored.length > 0 ? [`Not looked for: ${ignored.map(text => `"${fact(text)}"`).join(', ')}.`] : []),
    ...(result.conversations > 0 ? [] : freeValueHints(selection.filter)),
  ]
}
