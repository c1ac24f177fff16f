import type { Conversation } from '../../domain/conversation.ts'
import { deadAirOf } from '../../domain/measures/dead-air.ts'
import { talkOf } from '../../domain/measures.ts'
import { type Line, toLines } from '../../domain/transcript.ts'
import type { Pieces } from '../../pieces.ts'
import type { Timeline } from './schema.ts'

/** Words (each digit of a number is one) that people speak in a second. */
const RATE = 2.5

/** What is drawn of the whole call, however long it is. */
export function* timelineInPieces(call: Conversation): Pieces<Timeline> {
  const { speeches, felt } = yield* talkOf(call)
  const silences = (yield* deadAirOf(call, speeches, felt)) ?? []
  const lines = toLines(call.turns)
  yield
  const units = new Map(speeches.map(({ turn, words, digits }) => [turn.index, words + digits]))
  const rowOf = new Map(lines.map(({ kind, turn }, row) => [`${kind} ${turn.index}`, row] as const).reverse())
  const spoken = (turn: number): number | undefined => rowOf.get(`speech ${turn}`)
  const rows = (has: (line: Line) => boolean): number[] => lines.flatMap((line, row) => (has(line) ? row : []))
  const placed = (values: Iterable<readonly [number, number]>): [number, number][] =>
    [...values].flatMap(([turn, value]) => {
      const row = spoken(turn)
      return row === undefined ? [] : [[row, value] as [number, number]]
    })
  const scored = call.turns.flatMap(({ index, sentiment }) => (sentiment === null ? [] : [[index, sentiment] as const]))
  return {
    turn: lines.map(({ turn }) => turn.index),
    at: lines.map(({ turn }) => turn.timeSecs),
    who: lines.map(whoOf).join(''),
    secs: lines.map(line =>
      tenths(line.kind === 'tool' ? (line.result?.latencySecs ?? 0) : (units.get(line.turn.index) ?? 0) / RATE),
    ),
    size: lines.map(sizeOf),
    interrupted: rows(({ kind, turn }) => kind === 'speech' && turn.interrupted && turn.role === 'agent'),
    failed: rows(line => line.kind === 'tool' && line.ran && (line.result?.isError || line.result?.isBlocked || false)),
    silences: placed(silences.map(({ turn, secs }) => [turn, tenths(secs)] as const)),
    felt: placed(felt),
    sentiment: placed(scored),
  }
}

function whoOf({ kind, turn }: Line): string {
  if (kind === 'tool') return 't'
  return { user: 'u', agent: 'a' }[turn.role as string] ?? 'o'
}

const sizeOf = (line: Line): number =>
  line.kind === 'speech' ? line.turn.message.length : (line.call?.name ?? line.result?.name ?? '').length

const tenths = (value: number): number => Math.round(value * 10) / 10
