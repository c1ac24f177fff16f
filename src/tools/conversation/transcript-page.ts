import type { Line } from '../../domain/transcript.ts'
import { rangesText, type TranscriptWindow, turnRanges } from '../../domain/transcript-window.ts'
import { bytes, oneLine } from '../../render/text.ts'

/** Share of a long transcript's lines that its beginning gets; the end gets the rest. */
const HEAD_SHARE = 0.6

/** The lines of one turn stay together: a range of turns could not name a part of it. */
export function turnUnits(lines: readonly Line[], { positions }: TranscriptWindow): number[][] {
  const units: number[][] = []
  for (const position of positions) {
    const last = units.at(-1)
    if (last && lines[last[0]!]!.turn.index === lines[position]!.turn.index) last.push(position)
    else units.push([position])
  }
  return units
}

/** What is shown when only `count` of the units fit, and what is not: the middle, or the end. */
export function divide(units: number[][], count: number, bothEnds: boolean): { shown: number[]; left: number[] } {
  const head = Math.min(units.length, bothEnds ? Math.ceil(count * HEAD_SHARE) : count)
  const tail = Math.max(head, units.length - (count - head))
  return { shown: [...units.slice(0, head), ...units.slice(tail)].flat(), left: units.slice(head, tail).flat() }
}

/**
 * The shown lines, with a line of its own wherever turns between two of them are missing.
 * @param most characters that an answer can hold: a text that is longer is not made to its end
 */
export function withGaps(
  lines: readonly Line[],
  rendered: (position: number) => string,
  shown: readonly number[],
  turnCount: number,
  most: number,
): string {
  let out = ''
  for (const [index, position] of shown.entries()) {
    const before = shown[index - 1]
    if (index > 0) out += '\n'
    if (before !== undefined && position > before + 1) {
      const between = Array.from({ length: position - before - 1 }, (_, step) => before + 1 + step)
      out += `… turns ${rangesText(turnRanges(lines, between, turnCount))} omitted\n`
    }
    out += rendered(position)
    if (out.length > most) break
  }
  return out
}

const HUGE = 200_000

/** Longest text of the line by itself, in bytes: words that were said, or arguments and result of a tool. */
export function longestText(line: Line): number {
  const texts = line.kind === 'speech' ? [line.turn.message] : [line.call?.argumentsText, line.result?.resultText]
  // What is as long as that is cut, whatever has to go out of it.
  return Math.max(...texts.map(text => (text && text.length > HUGE ? bytes(text) : bytes(oneLine(text ?? '')))))
}
