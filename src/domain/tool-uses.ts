import { atOnce, type Pieces, TURNS_A_PIECE } from '../pieces.ts'
import type { ToolCall, ToolResult, Turn } from './conversation.ts'

/** One use of a tool: a call with what came of it, or results whose call is not in the transcript. */
export interface ToolUse {
  /** Of the call, or of the first result where there is no call. */
  turn: Turn
  call: ToolCall | null
  /** In array order. */
  results: PlacedResult[]
}

export interface PlacedResult {
  result: ToolResult
  turn: Turn
}

/** What came of the use in the end: a tool may be tried again, or report more than once. */
export const lastResult = ({ results }: Pick<ToolUse, 'results'>): PlacedResult | null => results.at(-1) ?? null

/** Calls are written before they run: the call ran if it, or any of its results, says so, and if nothing says anything. */
export const didRun = ({ call, results }: Pick<ToolUse, 'call' | 'results'>): boolean =>
  call?.executed === true ||
  results.some(({ result }) => saysRan(result)) ||
  (call?.executed === null && results.length === 0)

const saysRan = ({ executed, resultType }: ToolResult): boolean =>
  executed !== false || (resultType?.endsWith('_success') ?? false)

/** Calls and results whose order is known. */
interface Placed<T> {
  thing: T
  at: number
}

type Calls = Placed<ToolUse>[]
type Results = Placed<PlacedResult>[]

/**
 * Every use of a tool, in array order. Results belong to the call of their request id, wherever they stand, also where
 * there are several; ids that come again are told apart by the tool's name and the order. Where a call or a result has
 * no id, the name joins what has found no partner. Results without a call are one use for each id. Linear in the uses.
 */
export const pairTools = (turns: readonly Turn[]): readonly ToolUse[] => atOnce(pairInPieces(turns))

/** The same in pieces: a call may have tens of thousands. What it finds is remembered for `pairTools`. */
export function* pairInPieces(turns: readonly Turn[]): Pieces<readonly ToolUse[]> {
  const uses = known.get(turns) ?? (yield* paired(turns))
  known.set(turns, uses)
  return uses
}

/** Measures, lists and lines of one call ask for the same. */
const known = new WeakMap<readonly Turn[], readonly ToolUse[]>()

function* paired(turns: readonly Turn[]): Pieces<ToolUse[]> {
  const calls: Calls = []
  const results: Results = []
  let at = 0
  for (const turn of turns) {
    for (const call of turn.toolCalls) calls.push({ thing: { turn, call, results: [] }, at: at++ })
    for (const result of turn.toolResults) results.push({ thing: { result, turn }, at: at++ })
  }
  const isLong = at > TURNS_A_PIECE
  if (isLong) yield
  const other = yield* joinBy(calls, results, ({ requestId, name }) => requestId && keyOf(requestId, name))
  if (isLong) yield
  const unnamed = yield* joinBy(calls, other, ({ requestId }) => requestId)
  if (isLong) yield
  const alone = orphansOf(joinByName(calls, unnamed))
  if (isLong) yield
  for (const { thing } of calls) thing.results.sort((a, b) => a.turn.index - b.turn.index)
  return [...calls, ...alone]
    .sort((a, b) => a.thing.turn.index - b.thing.turn.index || a.at - b.at)
    .map(({ thing }) => thing)
}

/** Different for different pairs. */
const keyOf = (requestId: string, name: string): string => `${requestId.length} ${requestId} ${name}`

type KeyOf = (thing: ToolCall | ToolResult) => string

/** @param keyIn empty: not by this key @returns the results that are left */
function* joinBy(calls: Calls, results: Results, keyIn: KeyOf): Pieces<Results> {
  const isLong = calls.length + results.length > TURNS_A_PIECE
  const callsBy = grouped(calls, ({ call }) => keyIn(call!))
  if (isLong) yield
  const resultsBy = grouped(results, ({ result }) => keyIn(result))
  if (isLong) yield
  const left: Results = []
  for (const [key, group] of resultsBy) {
    const partners = callsBy.get(key)
    if (key === '' || !partners) left.push(...group)
    else join(partners, group)
  }
  return left
}

/** Each result to the first call before it that has none; to the last call before it where all have one. */
function join(calls: Calls, results: Results): void {
  const open = calls.filter(({ thing }) => thing.results.length === 0)
  const early: PlacedResult[] = []
  let next = 0
  for (const { thing, at } of results) {
    const call = open[next]
    if (call && call.at < at) {
      call.thing.results.push(thing)
      next++
    } else if (next > 0) open[next - 1]!.thing.results.push(thing)
    else if (open.length === 0) calls.at(-1)!.thing.results.push(thing)
    else early.push(thing)
  }
  // Before any call: those that are still open, in order, else the first.
  const waiting = next < open.length ? open.slice(next) : open.slice(0, 1)
  for (const [place, result] of early.entries())
    waiting[Math.min(place, waiting.length - 1)]!.thing.results.push(result)
}

/** One to one, where the call or the result has no id. @returns the results that are left */
function joinByName(calls: Calls, results: Results): Results {
  const open = calls.filter(({ thing }) => thing.results.length === 0)
  const byName = queues(open)
  const withoutId = queues(open.filter(({ thing }) => thing.call!.requestId === ''))
  return results.filter(({ thing }) => {
    const queue = (thing.result.requestId === '' ? byName : withoutId).get(thing.result.name)
    while (queue?.at(-1)?.thing.results.length) queue.pop()
    const call = queue?.pop()
    call?.thing.results.push(thing)
    return call === undefined
  })
}

/** The first one of each name stands last. */
const queues = (calls: Calls): Map<string, Calls> => grouped(calls.toReversed(), ({ call }) => call!.name)

function orphansOf(results: Results): Calls {
  const orphans = new Map<string, Placed<ToolUse>>()
  for (const { thing, at } of results) {
    const { requestId, name } = thing.result
    const key = requestId === '' ? String(at) : keyOf(requestId, name)
    const orphan = orphans.get(key)
    if (orphan) orphan.thing.results.push(thing)
    else orphans.set(key, { thing: { turn: thing.turn, call: null, results: [thing] }, at })
  }
  return [...orphans.values()]
}

function grouped<T>(things: readonly Placed<T>[], keyIn: (thing: T) => string): Map<string, Placed<T>[]> {
  const groups = new Map<string, Placed<T>[]>()
  for (const placed of things) {
    const key = keyIn(placed.thing)
    const group = groups.get(key)
    if (group) group.push(placed)
    else groups.set(key, [placed])
  }
  return groups
}
