import { isLarge, markLarge } from '../../api/json.ts'
import { batches, type Pieces } from '../../pieces.ts'
import { unpackInPieces } from './body.ts'

/*
 * A long call is packed in segments, so that a quote unpacks the turns that it shows and no others: first the body
 * without its turns, then some turns in each. A short one is packed as a whole, as all bodies were once.
 */

/** Turns of a segment. A call with no more is one. */
const TURNS = 50

/** No Brotli stream begins with that byte; then the number of segments, their lengths, and they themselves. */
const MARK = 0x91

interface Body {
  transcript: unknown[]
}

/** A body of more segments is worked on in pieces. */
const MANY = 20

/** @param packOne packs a part of the body */
export function* packBody(body: unknown, packOne: (part: unknown) => Pieces<Uint8Array>): Pieces<Uint8Array> {
  if (!hasTurns(body) || body.transcript.length <= TURNS) return yield* packOne(body)
  // A single turn may be what makes it large.
  const part = <T extends object>(some: T): T => (isLarge(body) ? markLarge(some) : some)
  const segments = [yield* packOne(part({ ...body, transcript: [] }))]
  for (const transcript of batches(body.transcript, TURNS)) {
    yield
    segments.push(yield* packOne(part({ transcript })))
  }
  const head = new DataView(new ArrayBuffer(5 + 4 * segments.length))
  head.setUint8(0, MARK)
  head.setUint32(1, segments.length)
  for (const [at, { length }] of segments.entries()) head.setUint32(5 + 4 * at, length)
  return Buffer.concat([new Uint8Array(head.buffer), ...segments])
}

/** @throws where it is damaged */
export function* unpackBody(packed: Uint8Array, unpackOne = unpackInPieces): Pieces<unknown> {
  const [head, ...segments] = segmentsOf(packed)
  const body = yield* unpackOne(head!)
  for (const segment of segments) {
    yield
    ;(body as Body).transcript.push(...((yield* unpackOne(segment)) as Body).transcript)
  }
  return segments.length > MANY ? markLarge(body as Body) : body
}

/** Turns that stand one after the other, as the API gave them. */
export interface Run {
  /** Number of the first. */
  first: number
  turns: readonly unknown[]
}

/** What stands for a body of which only some turns are needed. */
export interface Excerpt {
  /** Without turns. */
  body: unknown
  /** In order. */
  runs: Run[]
}

/** The turns `around`, with as many more before and after each. @throws where it is damaged */
export function* unpackAround(packed: Uint8Array, around: readonly number[], more: number): Pieces<Excerpt> {
  const [head, ...segments] = segmentsOf(packed)
  const body = yield* unpackInPieces(head!)
  if (!hasTurns(body)) return { body, runs: [] }
  const parts: Run[] = [{ first: 0, turns: body.transcript }]
  for (const [at, segment] of segments.entries()) {
    const first = at * TURNS
    if (!around.some(turn => turn + more >= first && turn - more < first + TURNS)) continue
    parts.push({ first, turns: ((yield* unpackInPieces(segment)) as Body).transcript })
  }
  const isNear = (turn: number): boolean => around.some(one => Math.abs(one - turn) <= more)
  return { body: { ...body, transcript: [] }, runs: parts.flatMap(part => runsIn(part, isNear)) }
}

function runsIn({ first, turns }: Run, isWanted: (turn: number) => boolean): Run[] {
  const runs: { first: number; turns: unknown[] }[] = []
  for (const [at, turn] of turns.entries()) {
    if (!isWanted(first + at)) continue
    const last = runs.at(-1)
    if (last && last.first + last.turns.length === first + at) last.turns.push(turn)
    else runs.push({ first: first + at, turns: [turn] })
  }
  return runs
}

function segmentsOf(packed: Uint8Array): Uint8Array[] {
  if (packed[0] !== MARK) return [packed]
  const head = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  let at = 5 + 4 * head.getUint32(1)
  return Array.from({ length: head.getUint32(1) }, (_, index) => {
    const from = at
    at += head.getUint32(5 + 4 * index)
    return packed.subarray(from, at)
  })
}

const hasTurns = (body: unknown): body is Body => Array.isArray((body as Partial<Body> | null)?.transcript)
