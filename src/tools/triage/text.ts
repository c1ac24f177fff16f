import { formatDuration } from '../../domain/time.ts'
import type { Fence } from '../../render/fence.ts'
import { type Table, tsv } from '../../render/table.ts'
import { coverageLines } from '../coverage.ts'
import type { TriageAnswer } from './schema.ts'

/** The text half: coverage, how many calls have each signal, then the calls with reasons and quoted turns. */
export function renderTriage(answer: TriageAnswer, fence: Fence): string {
  const { coverage, signals = {}, calls = [], strata, sample, next, next_cursor } = answer
  const counted = Object.entries(signals).map(([signal, count]) => `${signal} ${count}`)
  const said = [
    ...calls.map(callText),
    strata && strata.rows.length > 0 && tsv(strata),
    sample && sample.rows.length > 0 && tsv(withDurations(sample)),
  ].filter(Boolean)
  return [
    ...coverageLines(coverage),
    counted.length > 0 && `Calls with each signal: ${counted.join(', ')}.`,
    said.length > 0 && fence(said.join('\n\n')),
    next && `Next: ${next}`,
    next_cursor && `next_cursor: ${next_cursor}`,
  ]
    .filter(Boolean)
    .join('\n')
}

type Call = NonNullable<TriageAnswer['calls']>[number]

/** Every line of ours begins with what no quoted turn begins with: an id, or a plus. */
function callText({ conversation_id, score, started, agent, outcome, duration_secs, title, reasons, lines }: Call) {
  const facts = [
    conversation_id,
    `score ${score}`,
    started,
    agent,
    outcome,
    duration_secs === undefined ? null : formatDuration(duration_secs),
    title,
  ]
  return [facts.filter(Boolean).join(' · '), ...reasons.map(reasonText), lines].filter(Boolean).join('\n')
}

function reasonText({ points, reason, detail, turns }: Call['reasons'][number]): string {
  const where = turns.length > 0 ? ` [turn${turns.length === 1 ? '' : 's'} ${turns.join(', ')}]` : ''
  return `+${points} ${reason}${detail ? `: ${detail}` : ''}${where}`
}

const withDurations = ({ columns, rows }: Table): Table => {
  const duration = columns.indexOf('duration')
  const shown = (cell: Table['rows'][number][number], at: number) =>
    at === duration && typeof cell === 'number' ? formatDuration(cell) : cell
  return { columns, rows: rows.map(row => row.map(shown)) }
}
