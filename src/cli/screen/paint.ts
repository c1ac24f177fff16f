import { styleText } from 'node:util'

/** How parts of an answer look. */
export interface Paint {
  head(text: string): string
  cell(text: string, column: string): string
  picture(text: string): string
  /** A line outside of tables. */
  line(text: string): string
}

type Style = Parameters<typeof styleText>[0]

const styled = (style: Style, text: string): string => styleText(style, text, { validateStream: false })

/** What words mean in these columns. */
const WORDS: Record<string, Record<string, Style>> = {
  outcome: { success: 'green', failure: 'red' },
  verdict: { significant: 'bold' },
}

const BAR = /^[█▏▎▍▌▋▊▉·]+(?= )/

const LINES: [pattern: RegExp, style: Style][] = [
  [/^FAILED /, 'red'],
  [/^unknown /, 'yellow'],
  [/^ok {6}/, 'green'],
  [/^<\/?said-[0-9a-f]{12}>.*$/, 'dim'],
  [/^INCOMPLETE\b.*$/, ['bold', 'yellow']],
  [/^(?:Definitions|All groups):$/, 'bold'],
  [/^next_cursor: .*$/, 'dim'],
]

export const COLOURS: Paint = {
  head: text => styled('bold', text),
  cell(text, column) {
    const style = WORDS[column]?.[text.trimEnd()]
    if (style !== undefined) return styled(style, text)
    return text.replace(BAR, drawn => styled('cyan', drawn))
  },
  picture: text => styled('cyan', text),
  line(text) {
    for (const [pattern, style] of LINES)
      if (pattern.test(text)) return text.replace(pattern, word => styled(style, word))
    return text
  },
}

const same = (text: string): string => text

export const PLAIN: Paint = { head: same, cell: same, picture: same, line: same }
