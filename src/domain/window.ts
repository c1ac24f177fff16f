import { UserInputError } from '../errors.ts'
import type { Line } from './transcript.ts'

/** Which part of a transcript is asked for. At most one way of choosing may be used. */
export interface WindowRequest {
  fromTurn?: number
  toTurn?: number
  aroundTurn?: number
  fromSecs?: number
  toSecs?: number
  match?: string
}

export interface TranscriptWindow {
  /** Positions in the array of lines, ascending. */
  positions: number[]
  /** The whole transcript was asked for, so a long one may show its beginning and its end. */
  whole: boolean
  /** Turns that hold the words of `match`. */
  matched: number[]
}

/** Lines shown before and after a turn that was asked for. */
const NEIGHBOURS = 2
const AROUND = 5

/**
 * Chooses the lines of a transcript.
 * @throws UserInputError where two ways are mixed, a range is upside down or outside the transcript
 */
export function chooseLines(lines: readonly Line[], turnCount: number, request: WindowRequest): TranscriptWindow {
  const { fromTurn, toTurn, aroundTurn, fromSecs, toSecs, match } = request
  const ways = [
    fromTurn !== undefined || toTurn !== undefined,
    aroundTurn !== undefined,
    fromSecs !== undefined || toSecs !== undefined,
    match !== undefined,
  ]
  const used = ways.filter(Boolean).length
  if (used > 1) {
    throw new UserInputError(
      'Choose one window: from_turn/to_turn, around_turn, from_time/to_time, or match. Leave the others out.',
    )
  }
  const all = lines.map((_, position) => position)
  if (used === 0) return { positions: all, whole: true, matched: [] }
  if (match !== undefined) return matching(lines, match)
  if (ways[2]) {
    checkOrder('from_time', fromSecs, 'to_time', toSecs)
    const times = timesOf(lines)
    const inside = (at: number) => at >= (fromSecs ?? 0) && at <= (toSecs ?? Number.POSITIVE_INFINITY)
    return { positions: all.filter(position => inside(times[position]!)), whole: false, matched: [] }
  }
  checkOrder('from_turn', fromTurn, 'to_turn', toTurn)
  const first = fromTurn ?? aroundTurn ?? 0
  if (first >= turnCount) {
    const name = aroundTurn === undefined ? 'from_turn' : 'around_turn'
    throw new UserInputError(
      turnCount === 0
        ? `${name} is ${first}, but this transcript has no turns.`
        : `${name} is ${first}, but the last turn of this transcript is ${turnCount - 1} (turns count from 0).`,
    )
  }
  if (aroundTurn !== undefined) {
    const middle = all.filter(position => lines[position]!.turn.index <= aroundTurn).at(-1) ?? 0
    return { positions: all.slice(Math.max(0, middle - AROUND), middle + AROUND + 1), whole: false, matched: [] }
  }
  const last = toTurn ?? turnCount - 1
  const inside = (line: Line) =>
    (line.turn.index >= first && line.turn.index <= last) ||
    (line.kind === 'tool' && line.resultTurn !== null && line.resultTurn >= first && line.resultTurn <= last)
  return { positions: all.filter(position => inside(lines[position]!)), whole: false, matched: [] }
}

function checkOrder(fromName: string, from: number | undefined, toName: string, to: number | undefined): void {
  if (from !== undefined && to !== undefined && from > to) {
    throw new UserInputError(`${fromName} (${from}) is after ${toName} (${to}). Swap them.`)
  }
}

/** The time of each line; a turn without one counts as spoken when the turn before it was. */
function timesOf(lines: readonly Line[]): number[] {
  let at = 0
  return lines.map(({ turn }) => {
    at = turn.timeSecs ?? at
    return at
  })
}

function matching(lines: readonly Line[], match: string): TranscriptWindow {
  const words = fold(match).split(' ').filter(Boolean)
  if (words.length === 0) throw new UserInputError('match has no words. Give the words to look for.')
  const hits = lines.flatMap((line, position) => {
    const text = fold(textOf(line))
    return words.every(word => text.includes(word)) ? [position] : []
  })
  const near = new Set(
    hits.flatMap(hit => Array.from({ length: 2 * NEIGHBOURS + 1 }, (_, step) => hit - NEIGHBOURS + step)),
  )
  return {
    positions: lines.flatMap((_, position) => (near.has(position) ? [position] : [])),
    whole: false,
    matched: hits.map(position => lines[position]!.turn.index),
  }
}

function textOf(line: Line): string {
  if (line.kind === 'speech') return `${line.turn.message} ${line.turn.planned ?? ''}`
  return [line.call?.name ?? line.result?.name, line.call?.argumentsText, line.result?.resultText].join(' ')
}

/** Case, accents and kinds of white space do not matter, nor does the comma in "5,000". */
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace(/\s+/gu, ' ')

/** Turn numbers of some lines as ranges: `0-39 and 561-1499`. A line covers the turns up to the next line. */
export function turnRanges(lines: readonly Line[], positions: readonly number[], turnCount: number): [number, number][] {
  const ranges: [number, number][] = []
  for (const position of positions) {
    const first = lines[position]!.turn.index
    const next = lines[position + 1]?.turn.index ?? turnCount
    const last = Math.max(first, next - 1)
    const open = ranges.at(-1)
    if (open && first <= open[1] + 1) open[1] = Math.max(open[1], last)
    else ranges.push([position === 0 ? 0 : first, last])
  }
  return ranges
}

/** `0-39, 561-1499`, a single turn as `7`. */
export const rangesText = (ranges: readonly (readonly [number, number])[]): string =>
  ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ')
