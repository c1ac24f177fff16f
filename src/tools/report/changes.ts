import type { SvgNode } from '../../charts/index.ts'
import { formatCount, plural } from '../../render/text.ts'
import type { DescribeAnswer } from '../describe/schema.ts'
import { settingName } from '../describe/settings.ts'
import { type Answers, isThere } from './answers.ts'
import { type Child, h, note, section, table } from './elements.ts'
import { explained } from './explained.ts'
import { comparedTable } from './read.ts'

/** What changed: versions of agents that began in the window, and how its calls differ from those before. */
export const changed = ({ began, differences }: Answers): SvgNode =>
  section(
    'What changed',
    h('h3', {}, 'New versions of agents'),
    began.versions.length === 0 &&
      note(
        began.known
          ? 'No version of these agents began in this period.'
          : 'The API tells no versions of these agents, so it is not known whether any began.',
      ),
    ...began.versions.map(version),
    began.more > 0 && note(`${plural(began.more, 'earlier version')} of this period not shown.`),
    h('h3', {}, 'How calls differ from the period before'),
    ...explained(differences),
  )

function version({ id, answer }: Answers['began']['versions'][number]): SvgNode {
  if (!isThere(answer)) return note(answer.missing)
  const { agent_name, version = id, compared_with, numbers, sections, coverage } = answer
  const [, date, author, remark] = rowsOf(sections, 'versions').find(row => row.at(-1) === id) ?? []
  return h(
    'article',
    { class: 'version' },
    h('h4', {}, `${agent_name}, ${version} `, typeof remark === 'string' && h('q', {}, remark)),
    h('p', { class: 'facts' }, [date, author].filter(Boolean).join(' · ')),
    ...(compared_with === undefined
      ? [note('The first version of its branch: there is none to compare it with.')]
      : [
          note(coverage.counts),
          ...settingsChanged(sections, compared_with),
          ...(numbers ? numbersOf(numbers, version, compared_with) : []),
          ...(coverage.notes ?? []).map(note),
        ]),
  )
}

const rowsOf = (sections: DescribeAnswer['sections'], name: string) =>
  sections.find(one => one.name === name)?.rows ?? []

/** Longer texts are cut. */
const MOST_LINES = 40

function settingsChanged(sections: DescribeAnswer['sections'], other: string): Child[] {
  const shown = rowsOf(sections, 'changes').map(([kind, setting, before, after]) => [
    settingName(String(setting)) + (kind === 'changed' ? '' : ` (${kind})`),
    ...[before, after].map(value => (value === null || value === undefined ? '–' : String(value))),
  ])
  const texts = sections.filter(({ name }) => name.startsWith(LINES))
  return [
    shown.length > 0 && table(['setting', other, 'now'], shown),
    ...texts.flatMap(({ name, rows }) => [
      h('h5', {}, `Lines of ${settingName(name.slice(LINES.length))}`),
      h(
        'div',
        { class: 'lines' },
        ...rows
          .slice(0, MOST_LINES)
          .map(([sign, line]) => h('p', signOf(sign), `${SIGNS[String(sign)] ?? ' '} ${line}`)),
      ),
      rows.length > MOST_LINES && note(`${plural(rows.length - MOST_LINES, 'more line')} not shown.`),
    ]),
  ]
}

const LINES = 'lines of '
const SIGNS: Record<string, string> = { added: '+', removed: '−' }
const signOf = (sign: unknown): Record<string, string> =>
  typeof sign === 'string' && sign in SIGNS ? { class: sign } : {}

function numbersOf(numbers: NonNullable<DescribeAnswer['numbers']>, version: string, other: string): Child[] {
  const [own = 0, others = 0] = numbers.calls
  const short = (name: string): string => name.replace(/ \(.*/s, '')
  const { columns, rows } = comparedTable(numbers, [
    `${short(version)} (${formatCount(own)})`,
    `${short(other)} (${formatCount(others)})`,
  ])
  return [
    note(`Numbers of all calls of both versions, whatever else this report is filtered by. Window: ${numbers.window}.`),
    table(columns, rows),
  ]
}
