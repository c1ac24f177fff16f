import type { Fence } from '../../render/fence.ts'
import { formatCount } from '../../render/text.ts'
import { coverageLines } from '../coverage.ts'
import type { ExplainAnswer, FactAnswer, ModeAnswer, WordAnswer } from './schema.ts'

/** The text half: what it covers, the facts that set the groups apart, each with its example; modes and words. */
export function renderExplanation(answer: ExplainAnswer, fence: Fence): string {
  const { coverage, groups, facts, nearest = [], modes = [], words = [], evaluation = [], methods, next = [] } = answer
  const [first, second] = groups
  const said = [
    ...section(`Facts, more (+) or less (-) among ${first!.name}:`, facts, factLines),
    ...section('Facts nearest to significance:', nearest, factLines),
    ...section(`Modes of ${first!.name}:`, modes, modeLines),
    ...section(`Said in more of the ${first!.name}:`, words, wordLines),
    ...section('Evaluated after the call, so it differs with the outcome (not tested):', evaluation, factLines),
  ]
  return [
    ...headLines(coverage, second!),
    said.length > 0 && fence(said.join('\n')),
    ...methods,
    ...next.map(call => `Next: ${call}`),
  ]
    .filter(Boolean)
    .join('\n')
}

function headLines(coverage: ExplainAnswer['coverage'], other: ExplainAnswer['groups'][number]): string[] {
  const [counts, about, ...notes] = coverageLines(coverage)
  const { name, calls, window, filters } = other
  const differs = [window && `Window: ${window}.`, filters && `Filters: ${filters}.`].filter(Boolean).join(' ')
  return [counts!, about!, ...(differs ? [`Compared with ${name} (${formatCount(calls)}). ${differs}`] : []), ...notes]
}

function section<T>(title: string, rows: readonly T[], linesOf: (row: T) => string[]): string[] {
  return rows.length === 0
    ? []
    : [
        title,
        ...rows.flatMap((row, at) =>
          linesOf(row).map((line, place) => (place === 0 ? `#${at + 1} ${line}` : `   ${line}`)),
        ),
      ]
}

function factLines(fact: FactAnswer): string[] {
  const also = [
    fact.same_calls && `same calls: ${fact.same_calls.join('; ')}`,
    fact.goes_with && `goes with: ${fact.goes_with.join('; ')}`,
  ].filter(Boolean)
  return [
    `${fact.fact}: ${[sides(fact), points(fact), ...rate(fact.q)].join(', ')}`,
    ...(also.length > 0 ? [also.join(' | ')] : []),
    ...exampleLines(fact),
  ]
}

function wordLines(word: WordAnswer): string[] {
  const numbers = [sides(word), points(word), `z ${word.z}`, ...rate(word.q)]
  return [`${word.by}: ${word.said}: ${numbers.join(', ')}`, ...exampleLines(word)]
}

function modeLines({
  title,
  words,
  share,
  k,
  n,
  before_share,
  before_k,
  before_n,
  conversation_ids,
  ...change
}: ModeAnswer): string[] {
  const before =
    before_share === undefined
      ? ''
      : `; period before ${percent(before_share)} % (${before_k}/${before_n})${isChange(change) ? `, ${points(change)}` : ''}`
  return [
    `${percent(share)} % (${k}/${n})${before}: such as ${title ?? 'a call without a title'}`,
    `words: ${words.join(', ')} | e.g. ${conversation_ids.join(', ')}`,
  ]
}

type Change = Pick<FactAnswer, 'difference' | 'low' | 'high'>

/** Of fewer than 10 calls on a side nothing is said. */
const isChange = (change: Partial<Change>): change is Change => change.difference !== undefined

type Shares = Pick<FactAnswer, 'share' | 'k' | 'n' | 'other_share' | 'other_k' | 'other_n'>

const sides = ({ share, k, n, other_share, other_k, other_n }: Shares): string =>
  `${percent(share)} % (${k}/${n}) vs. ${percent(other_share)} % (${other_k}/${other_n})`

const points = ({ difference, low, high }: Change): string =>
  `${difference > 0 ? '+' : ''}${percent(difference)} points (${percent(low)} to ${percent(high)})`

const rate = (q: number | undefined): string[] => (q === undefined ? [] : [q < 0.001 ? 'q < 0.001' : `q ${q}`])

const exampleLines = ({
  conversation_id,
  line,
  difference,
}: Pick<FactAnswer, 'conversation_id' | 'line' | 'difference'>): string[] =>
  conversation_id ? [`e.g. ${difference < 0 ? 'of the others ' : ''}${conversation_id}${line ? `: ${line}` : ''}`] : []

const percent = (share: number): string => (share * 100).toFixed(1)
