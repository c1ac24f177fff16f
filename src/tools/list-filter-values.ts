import { looseName } from '../domain/plain-name.ts'
import { fitToBudget } from '../render/budget.ts'
import { type Fence, NOTICE } from '../render/fence.ts'
import { quote } from '../render/quote.ts'
import { tsv } from '../render/table.ts'
import { plural, shorten } from '../render/text.ts'
import { coverageLines, readAt } from './coverage.ts'
import { defineTool } from './define.ts'
import { valuesOf } from './filter-values/kinds.ts'
import { input, output, type ValuesAnswer } from './filter-values/schema.ts'
import { resolveSelection } from './selection.ts'

export const listFilterValues = defineTool({
  name: 'list_filter_values',
  title: 'List filter values',
  description:
    'What can I filter, group and query by? Agents, criteria, data fields, tags, topics by name; other values ' +
    'seen on calls; metrics, groups, SQL columns. Use it before filtering by an unseen value.',
  input,
  output,
  effect: 'read',
  async run(request, context) {
    const { kind, contains, agent_id, after, before } = request
    const selection = await resolveSelection({ agent_id, after, before }, context)
    const { table, about, isOfWindow, read, notes } = await valuesOf(kind, agent_id, selection, context)
    const { window, filters } = selection.described
    const said = [...selection.notes, ...notes]
    const wanted = contains === undefined ? undefined : looseName(contains)
    const holds = (cell: unknown) => looseName(String(cell ?? '')).includes(wanted!)
    const rows = wanted ? table.rows.filter(row => row.some(holds)) : table.rows
    const build = (shown: number, maxText: number): ValuesAnswer => ({
      coverage: {
        counts: [
          about,
          wanted !== undefined && `${plural(rows.length, 'value')} containing ${quote(request.contains)}.`,
          shown < rows.length &&
            `${shown} shown; use contains or raise max_tokens to see the other ${rows.length - shown}.`,
        ]
          .filter(Boolean)
          .join(' '),
        ...(isOfWindow ? { window } : {}),
        // A column tells the agent, too.
        ...(isOfWindow && !table.columns.includes('agents') ? { filters } : {}),
        read: read ?? readAt(context, context.timezone),
        ...(said.length > 0 ? { notes: said } : {}),
      },
      columns: table.columns,
      rows: rows
        .slice(0, shown)
        .map(row => row.map(cell => (typeof cell === 'string' ? shorten(cell, maxText) : cell))),
      notice: NOTICE,
    })
    return fitToBudget({ count: rows.length, maxTokens: request.max_tokens, build, render: renderValues })
  },
  render: renderValues,
})

function renderValues({ coverage, columns, rows }: ValuesAnswer, fence: Fence): string {
  return [...coverageLines(coverage), rows.length > 0 && fence(tsv({ columns, rows }))].filter(Boolean).join('\n')
}
