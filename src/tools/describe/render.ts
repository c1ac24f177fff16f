import type { Fence } from '../../render/fence.ts'
import { quote } from '../../render/quote.ts'
import { tsv } from '../../render/table.ts'
import { formatCount, plural } from '../../render/text.ts'
import { comparedColumns } from '../analyze/cells.ts'
import { lines } from '../analyze/render.ts'
import { coverageLines } from '../coverage.ts'
import type { DescribeAnswer } from './schema.ts'
import type { Section } from './sections.ts'

/** The text half: what it covers, the numbers, then what people wrote about the agent and for it, fenced. */
export function renderDescription(answer: DescribeAnswer, fence: Fence): string {
  const { coverage, version = '', compared_with = '', file, numbers, sections, next = [] } = answer
  return [
    ...coverageLines(coverage),
    file && `Settings in this folder: ${quote(file)}, by the same names.`,
    ...(numbers ? numberLines(numbers, version, compared_with) : []),
    sections.length > 0 && fence(sections.map(sectionText).join('\n')),
    ...next.map(call => `Next: ${call}`),
  ]
    .filter(Boolean)
    .join('\n')
}

/** Units that the numbers bear, or that are no help. */
const OBVIOUS = ['share', 'calls']

function numberLines(
  numbers: NonNullable<DescribeAnswer['numbers']>,
  version: string,
  other: string,
): (string | false)[] {
  const { calls, window, read, columns, rows, definitions } = numbers
  const [own = 0, others = 0] = calls
  const units = definitions.flatMap(({ name, unit }) => (unit && !OBVIOUS.includes(unit) ? [`${name} in ${unit}`] : []))
  return [
    `Numbers: ${plural(own, 'call')} of ${quote(version)} (value), ${formatCount(others)} of ${quote(other)} (other). Window: ${window}. ${read}`,
    units.length > 0 && `Units: ${units.join(', ')}.`,
    ...(rows.length > 0
      ? [
          lines(
            comparedColumns(numbers),
            rows.map(row => columns.map((_, at) => row[at] ?? null)),
          ),
        ]
      : []),
  ]
}

/** One column alone is text. */
const sectionText = ({ name, columns, rows }: Section): string =>
  columns.length === 1
    ? `${name}:\n${rows.map(([cell]) => `  ${String(cell ?? '')}`).join('\n')}`
    : `${name}:\n${tsv({ columns, rows })}`
