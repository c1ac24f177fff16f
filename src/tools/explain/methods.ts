import type { Explanation } from '../../explain/index.ts'
import { plural } from '../../render/text.ts'

const FACTS = [
  "Shares: calls with the fact / calls where it is known. Differences: 95 % confidence interval (Newcombe). q: Fisher's exact test, corrected for all facts tested (Benjamini-Hochberg); significant up to 0.04. Order: the smallest difference in the interval, times the share of calls where the fact is known.",
  'same calls: at least 90 % the same. goes with: hardly any difference left among calls that agree in the rows above.',
]
const WORDS =
  'Words: log-odds with informative Dirichlet prior, z (Monroe et al.); shares and q count calls, as above; significant up to 0.01.'
const MODES =
  'Modes: average-linkage clusters of TF-IDF of title, summary, failed rationales, tool errors and last caller turns.'

/** The methods behind the rows that are shown, each named once. */
export function methodsOf(lists: readonly string[], { modes, wordsTested }: Explanation['texts']): string[] {
  const all =
    modes && ` ${plural(modes.modes.length, 'mode')} in all; ${modes.others} of ${plural(modes.read, 'call')} in none.`
  return [
    ...(lists.some(list => list === 'facts' || list === 'nearest') ? FACTS : []),
    ...(lists.includes('words') ? [`${WORDS} ${wordsTested} tested.`] : []),
    ...(lists.includes('modes') ? [`${MODES}${all}`] : []),
    ...(modes?.modes.length === 0 ? [`No modes: of ${plural(modes.read, 'call')} read, too few are alike.`] : []),
  ]
}
