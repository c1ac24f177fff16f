import { UserInputError } from '../errors.ts'
import { folded } from '../words/spelling.ts'
import { withoutVoiceTags } from '../words/voice-tags.ts'
import { SEARCHED_LENGTH } from './searched.ts'
import { formatDuration } from './time.ts'
import type { Line } from './transcript.ts'

/** Which part of a transcript is asked for. At most one way may be used, but `match` goes with a turn range. */
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
  const byTurn = fromTurn !== undefined || toTurn !== undefined
  const byTime = fromSecs !== undefined || toSecs !== undefined
  const ways = [byTurn || match !== undefined, aroundTurn !== undefined, byTime].filter(Boolean).length
  if (ways > 1) {
    throw new UserInputError(
      'Choose one window: from_turn/to_turn (with or without match), around_turn, or from_time/to_time. Omit the others.',
    )
  }
  checkOrder('from_time', fromSecs, 'to_time', toSecs, formatDuration)
  checkOrder('from_turn', fromTurn, 'to_turn', toTurn, String)
  checkInside('from_turn', fromTurn, turnCount)
  checkInside('around_turn', aroundTurn, turnCount)
  const all = lines.map((_, position) => position)
  const some = (positions: number[], matched: number[] = []) => ({ positions, whole: false, matched })
  if (byTime) {
    const times = timesOf(lines)
    const inside = (at: number) => at >= (fromSecs ?? 0) && at <= (toSecs ?? Number.POSITIVE_INFINITY)
    return some(all.filter(position => inside(times[position]!)))
  }
  if (aroundTurn !== undefined) {
    const middle = all.filter(position => lines[position]!.turn.index <= aroundTurn).at(-1) ?? 0
    return some(all.slice(Math.max(0, middle - AROUND), middle + AROUND + 1))
  }
  const inRange = byTurn ? all.filter(position => isInRange(lines[position]!, fromTurn ?? 0, toTurn ?? turnCount)) : all
  if (match === undefined) return byTurn ? some(inRange) : { positions: all, whole: true, matched: [] }
  const hits = matching(lines, match)
  const inside = new Set(inRange)
  // Neighbours of a match before the range belong to it, too: a walk in parts must not lose them.
  const near = new Set(hits.flatMap(hit => all.slice(Math.max(0, hit - NEIGHBOURS), hit + NEIGHBOURS + 1)))
  return some(
    inRange.filter(position => near.has(position)),
    hits.filter(position => inside.has(position)).map(position => lines[position]!.turn.index),
  )
}

/** A line belongs to the turn of its call; a range that begins with a result shows it with its call. */
const isInRange = (line: Line, from: number, to: number): boolean =>
  (line.turn.index >= from && line.turn.index <= to) || (line.kind === 'tool' && line.resultTurns.includes(from))

function checkOrder(
  fromName: string,
  from: number | undefined,
  toName: string,
  to: number | undefined,
  show: (value: number) => string,
): void {
  if (from !== undefined && to !== undefined && from > to) {
    throw new UserInputError(`${fromName} (${show(from)}) is after ${toName} (${show(to)}). Swap them.`)
  }
}

function checkInside(name: string, turn: number | undefined, turnCount: number): void {
  if (turn === undefined || turn < turnCount) return
  throw new UserInputError(
    turnCount === 0
      ? `${name} is ${turn}, but this transcript has no turns.`
      : `${name} is ${turn}, but the last turn of this transcript is ${turnCount - 1} (turns count from 0).`,
  )
}

/** The time of each line; a turn without one counts as spoken when the turn before it was. */
function timesOf(lines: readonly Line[]): number[] {
  let at = 0
  return lines.map(({ turn }) => {
    at = turn.timeSecs ?? at
    return at
  })
}

/** Positions of the lines that hold all the words. */
function matching(lines: readonly Line[], match: string): number[] {
  const words = fold(match).split(' ').filter(Boolean)
  if (words.length === 0) throw new UserInputError('match has no words. Give the words to find.')
  return lines.flatMap((line, position) => {
    const text = fold(textOf(line).slice(0, SEARCHED_LENGTH))
    return words.every(word => text.includes(word)) ? [position] : []
  })
}

function textOf(line: Line): string {
  if (line.kind === 'speech') return `${withoutVoiceTags(line.turn.message)} ${line.turn.planned ?? ''}`
  const results = [...line.earlier, line.result].map(result => result?.resultText)
  return [line.call?.name ?? line.result?.name, line.call?.argumentsText, ...results].join(' ')
}

/** Case, accents, kinds of letters and of white space do not matter, nor does the comma in "5,000". */
const fold = (text: string): string =>
  folded(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace(/\s+/gu, ' ')

/** Turn numbers of some lines as ranges: `0-39 and 561-1499`. A line covers the turns up to the next line. */
export function turnRanges(
  lines: readonly Line[],
  positions: readonly number[],
  turnCount: number,
): [number, number][] {
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
