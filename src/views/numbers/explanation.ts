import { type Compared, comparisonChart } from '../../charts/index.ts'
import type { ExplainAnswer, FactAnswer, ModeAnswer, WordAnswer } from '../../tools/explain/schema.ts'
import type { Json } from '../host.ts'

/** A list of an explanation as a chart, with the call that shows an example of each row. */
export interface Difference {
  title: string
  note?: string
  rows: readonly Compared[]
  name: string
  other: string
  /** Arguments of get_conversation; null: there is no example. */
  example(row: number): Json | null
}

/** What sets the two groups apart, list by list, each row with both its shares. */
export function differencesIn(answer: ExplainAnswer): Difference[] {
  const [name = 'These calls', other = 'The others'] = answer.groups.map(group => `${group.name} (${group.calls})`)
  const sides = { name, other }
  const facts = (title: string, list: readonly FactAnswer[] | undefined, note?: string): Difference[] =>
    !list || list.length === 0
      ? []
      : [
          {
            ...sides,
            title,
            ...(note && { note }),
            rows: list.map(fact => compared(fact.fact, fact)),
            example: row => exampleOf(list[row]),
          },
        ]
  const words = answer.words ?? []
  const modes = answer.modes ?? []
  return [
    ...facts('What sets them apart', answer.facts),
    ...(modes.length === 0
      ? []
      : [
          {
            title: 'Kinds of these calls',
            ...{ name: 'Now', other: 'Period before' },
            rows: modes.map(modeRow),
            example: (row: number) => exampleOf({ conversation_id: modes[row]?.conversation_ids[0] }),
          },
        ]),
    ...(words.length === 0
      ? []
      : [
          {
            ...sides,
            title: 'What is said',
            rows: words.map(wordRow),
            example: (row: number) => exampleOf(words[row]),
          },
        ]),
    ...facts('Evaluated afterwards', answer.evaluation, 'Differs with the outcome, and is not tested.'),
    ...facts('Not significant', answer.nearest),
  ]
}

type Shares = Pick<FactAnswer, 'share' | 'n' | 'other_share' | 'other_n' | 'difference' | 'low' | 'high' | 'q'>

const compared = (label: string, { share, n, other_share, other_n, difference, low, high, q }: Shares): Compared => ({
  ...{ label, value: share, n, other: other_share, otherN: other_n, difference, low, high },
  verdict: q === undefined ? null : q <= 0.04 ? 'significant' : 'not significant',
})

const wordRow = (word: WordAnswer): Compared => compared(`“${word.said}” (${word.by})`, word)

const modeRow = ({ title, words, share, n, before_share, before_n, difference, low, high }: ModeAnswer): Compared => ({
  label: title ?? words.join(', '),
  ...{ value: share, n, other: before_share ?? null, otherN: before_n ?? null },
  ...{ difference: difference ?? null, low: low ?? null, high: high ?? null },
  verdict: difference === undefined ? `${Math.round(share * 100)} % of ${n}` : null,
})

function exampleOf(row: { conversation_id?: string | undefined; turn?: number | undefined } | undefined): Json | null {
  if (row?.conversation_id === undefined) return null
  return { conversation_id: row.conversation_id, ...(row.turn !== undefined && { around_turn: row.turn }) }
}

export const drawDifference = ({ title, rows, name, other }: Difference, width: number) =>
  comparisonChart({ title, width, unit: 'share', name, other, description: `${name} beside ${other}` }, rows)
