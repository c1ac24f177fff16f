import { print, type Terminal } from '../terminal.ts'
import type { Color } from './program.ts'

/** Where nobody says how wide it is. */
const USUAL_COLUMNS = 80

/** Prints an answer: laid out for a screen, and as it is for a file or a program. */
export async function printAnswer(terminal: Terminal, text: string, color: Color): Promise<void> {
  const { columns, env } = terminal
  if (columns === undefined && color !== 'always') return print(terminal, text)
  const isAsked = columns !== undefined && !env.NO_COLOR && env.TERM !== 'dumb'
  const hasColour = color === 'always' || (color === 'auto' && isAsked)
  const { shown } = await import('./screen/shown.ts')
  terminal.out(`${shown(text, { columns: columns ?? (Number(env.COLUMNS) || USUAL_COLUMNS), hasColour })}\n`)
}
