import type { ViewedRow } from '../../tools/view/schema.ts'
import { clock, h, said } from '../dom.ts'
import { type Marks, withMarks } from './marks.ts'

/** Waits longer than this are told, in seconds. */
export const SLOW_SECS = 2

const SPEAKERS: Record<string, string> = { user: 'Caller', agent: 'Agent', tool: 'Tool' }

export interface RowActions {
  marks: Marks
  /** Somebody pointed at the time of the row. */
  onTime(row: number): void
  isOpen(row: number): boolean
  onOpen(row: number): void
}

/** One row of the transcript: when, who, what. */
export function rowElement(row: ViewedRow, { marks, onTime, isOpen, onOpen }: RowActions): HTMLElement {
  const { who, turn, at, tool, text, felt } = row
  const speaker = SPEAKERS[who] ?? who
  const slow = felt !== undefined && felt > SLOW_SECS && said(`${felt.toFixed(1)} s wait`, 'chip slow')
  const chips = [slow, ...(row.marks ?? []).map(mark => said(mark, 'chip'))]
  const reasons = (marks.reasons.get(turn) ?? []).map(reason => said(reason, 'chip reason'))
  return h(
    'div',
    { class: `row ${SPEAKERS[who] ? who : 'other'}` },
    h(
      'button',
      {
        class: 'time',
        type: 'button',
        tabindex: -1,
        click: () => onTime(row.row),
        'aria-label': `Turn ${turn}${at === null ? '' : `, ${clock(at)}`}`,
      },
      at === null ? `#${turn}` : clock(at),
    ),
    h(
      'div',
      { class: 'body' },
      said(speaker, 'who'),
      ...chips,
      ...reasons,
      tool ? toolElement(row.row, tool, marks, isOpen(row.row), onOpen) : words(text || '(no words)', marks),
      ...(row.notes ?? []).map(note => said(note, 'note')),
    ),
  )
}

const words = (text: string, { words: wanted }: Marks): HTMLElement => {
  const element = h('div', { class: 'words', dir: 'auto' })
  element.append(...withMarks(text, wanted).map(part => (typeof part === 'string' ? part : h('mark', {}, part.mark))))
  return element
}

type Tool = NonNullable<ViewedRow['tool']>

const STATES: Record<string, string> = { ok: 'ok', error: 'failed', blocked: 'blocked' }

function toolElement(row: number, tool: Tool, marks: Marks, open: boolean, onOpen: (row: number) => void): HTMLElement {
  const state = STATES[tool.state] ?? tool.state
  const time = tool.secs === undefined ? '' : ` after ${tool.secs.toFixed(tool.secs < 10 ? 2 : 0)} s`
  return h(
    'div',
    { class: tool.state === 'ok' ? 'tool-call' : 'tool-call bad' },
    h(
      'button',
      { class: 'tool-name', type: 'button', tabindex: -1, 'aria-expanded': String(open), click: () => onOpen(row) },
      said(tool.name, 'code'),
      h('span', { class: 'tool-state' }, `${state}${time}`),
    ),
    ...(open ? details(tool, marks) : []),
  )
}

const details = ({ arguments: given, result, error }: Tool, marks: Marks): HTMLElement[] =>
  [
    ['Arguments', given],
    ['Result', result],
    ['Error', error ?? ''],
  ].flatMap(([name = '', text = '']) => {
    if (text === '') return []
    const element = h('pre', { class: 'words', dir: 'auto', 'aria-label': name })
    element.append(
      `${name}\n`,
      ...withMarks(asJson(text), marks.words).map(part => (typeof part === 'string' ? part : h('mark', {}, part.mark))),
    )
    return [element]
  })

/** Indented where it is JSON. */
function asJson(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : text
  } catch {
    return text
  }
}
