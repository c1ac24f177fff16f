import { printable } from '../../render/text.ts'
import { wrapTo } from './columns.ts'
import { asCommand } from './next-command.ts'
import { COLOURS, PLAIN } from './paint.ts'
import { tableLines } from './table.ts'

/** What an answer is shown on. */
export interface Screen {
  columns: number
  hasColour: boolean
}

/** An answer's text for a person at a terminal. Whatever it holds, the terminal gets words, and no commands but ours. */
export function shown(text: string, { columns, hasColour }: Screen): string {
  const paint = hasColour ? COLOURS : PLAIN
  const lines = printable(text).split('\n')
  const out: string[] = []
  for (let at = 0; at < lines.length; ) {
    const rows = tableAt(lines, at)
    if (rows.length > 1) out.push(...tableLines(rows, columns, paint))
    else out.push(...proseLines(lines[at]!, columns).map(line => paint.line(line)))
    at += Math.max(1, rows.length)
  }
  return out.join('\n')
}

/** What people copy stays in one line. */
function proseLines(line: string, columns: number): string[] {
  const text = line.replaceAll('\t', '  ')
  if (text.startsWith('Next: ')) return [asCommand(text)]
  return text.startsWith('next_cursor: ') ? [text] : wrapTo(text, columns)
}

/** Rows of as many cells each: no cell has a tab, so that they stand in tables only. */
function tableAt(lines: readonly string[], from: number): string[][] {
  const rows: string[][] = []
  for (const line of lines.slice(from)) {
    const cells = line.split('\t')
    if (cells.length < 2 || cells.length !== (rows[0]?.length ?? cells.length)) break
    rows.push(cells)
  }
  return rows
}
