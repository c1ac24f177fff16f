import type { Fence } from '../../render/fence.ts'
import { formatCount } from '../../render/text.ts'
import { coverageLines } from '../coverage.ts'
import type { ExplainAnswer, FactAnswer } from './schema.ts'

/** The text half: what it covers, the facts that set the groups apart, each with its example. */
export function renderExplanation(answer: ExplainAnswer, fence: Fence): string {
  const { coverage, groups, facts, nearest = [], evaluation = [], methods, next = [] } = answer
  const [first, second] = groups
  const said = [
    ...section(`More (+) or less (-) among ${first!.name} than ${second!.name}:`, facts),
    ...section('Not significant, nearest to it:', nearest),
    ...section('Evaluated after the call, so they differ with the outcome (not tested):', evaluation),
  ]
  return [
    ...headLines(coverage, groups),
    said.length > 0 && fence(said.join('\n')),
    ...methods,
    ...next.map(call => `Next: ${call}`),
  ]
    .filter(Boolean)
    .join('\n')
}

function headLines(coverage: ExplainAnswer['coverage'], groups: ExplainAnswer['groups']): string[] {
  const [counts, about, ...notes] = coverageLines(coverage)
  const { name, calls, window, filters } = groups[1]!
  const other = [window && `Window: ${window}.`, filters && `Filters: ${filters}.`].filter(Boolean).join(' ')
  return [counts!, about!, ...(other ? [`Compared with ${name}, ${formatCount(calls)}. ${other}`] : []), ...notes]
}

const section = (title: string, facts: readonly FactAnswer[]): string[] =>
  facts.length === 0 ? [] : [title, ...facts.flatMap((fact, at) => factLines(fact, at + 1))]

function factLines(fact: FactAnswer, rank: number): string[] {
  const { share, k, n, other_share, other_k, other_n, difference, low, high, q } = fact
  const numbers = [
    `${percent(share)} % (${k}/${n}) vs. ${percent(other_share)} % (${other_k}/${other_n})`,
    `${signed(difference)} points (${percent(low)} to ${percent(high)})`,
    ...(q === undefined ? [] : [q < 0.001 ? 'q < 0.001' : `q ${q}`]),
  ]
  const also = [
    fact.same_calls && `same calls: ${fact.same_calls.join('; ')}`,
    fact.goes_with && `goes with: ${fact.goes_with.join('; ')}`,
  ].filter(Boolean)
  return [
    `#${rank} ${fact.fact}: ${numbers.join(', ')}`,
    ...(also.length > 0 ? [`   ${also.join(' | ')}`] : []),
    ...(fact.conversation_id
      ? [`   e.g. ${difference < 0 ? 'of the others ' : ''}${fact.conversation_id}${fact.line ? `: ${fact.line}` : ''}`]
      : []),
  ]
}

const percent = (share: number): string => (share * 100).toFixed(1)
const signed = (difference: number): string => (difference > 0 ? '+' : '') + percent(difference)
