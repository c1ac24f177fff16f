import type { Fence } from '../../render/fence.ts'
import { plural } from '../../render/text.ts'
import { NONE } from '../analyze/cells.ts'
import { shownNumber, shownRange } from '../analyze/numbers.ts'
import { coverageLines } from '../coverage.ts'
import type { CheckAnswer, Finding } from './schema.ts'

const WORDS = { failed: 'FAILED', unknown: 'unknown', ok: 'ok' }

/** The text half: a line for each finding, what failed first. */
export function renderCheck({ coverage, findings, definitions }: CheckAnswer, fence: Fence): string {
  return [
    ...coverageLines(coverage),
    findings.length > 0 && fence(findings.map(findingLine).join('\n')),
    ...definitions.map(({ name, definition }) => `${name}: ${definition}`),
  ]
    .filter(Boolean)
    .join('\n')
}

/** `FAILED  success_rate >= 80 % (Billing): 62.5 % (25/40; 47.0-75.8); e.g. conv_1, conv_2` */
export const findingLine = (finding: Finding): string =>
  `${WORDS[finding.verdict].padEnd(7)} ${titleOf(finding)}: ${detailsOf(finding)}`

/** The condition, and the group that it is about. */
export const titleOf = ({ condition, group }: Finding): string =>
  condition + (group.length > 0 ? ` (${group.map(value => value ?? NONE).join(', ')})` : '')

/** The number, what was expected, why it was judged so, and calls that show it. */
export function detailsOf(finding: Finding): string {
  const { value, unit, expected_low, expected_high, weeks, why, conversation_ids } = finding
  const range = expected_low === undefined ? '' : shownRange(expected_low, expected_high!, unit)
  return [
    value === null ? 'no value' : shownValue(value, finding),
    range && `expected ${range}${unitBehind(unit)} by the ${weeks} weeks before`,
    why,
    conversation_ids.length > 0 && `e.g. ${conversation_ids.join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ')
}

/** `62.5 % (25/40; 47.0-75.8)`, `92.1 s (n 30; 80-104)`, `12 calls`. */
function shownValue(value: number, { unit, k, n, low, high, note }: Finding): string {
  if (unit === 'calls') return plural(value, 'call')
  const made = k === undefined ? `n ${n}` : `${k}/${n}`
  const sure = low === undefined ? note : shownRange(low, high!, unit)
  const number = unit === 'share' ? shownNumber(value, unit) : shownNumber(value, unit) + unitBehind(unit)
  return `${number} (${[made, sure].filter(Boolean).join('; ')})`
}

const unitBehind = (unit: string): string => (unit === 'share' ? ' %' : unit && ` ${unit}`)
