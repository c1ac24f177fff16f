import { toldApart } from '../../domain/plain-name.ts'
import { formatDuration, isoInstant, parseClock } from '../../domain/time.ts'
import { pairInPieces } from '../../domain/tool-uses.ts'
import { toLines } from '../../domain/transcript.ts'
import { chooseLines, rangesText, type TranscriptWindow, turnRanges } from '../../domain/transcript-window.ts'
import { inTurns, type Pieces } from '../../pieces.ts'
import { fitInPieces, isWithin } from '../../render/budget.ts'
import { NOTICE } from '../../render/fence.ts'
import { quote } from '../../render/quote.ts'
import { bytes, formatCount, plural, shortText } from '../../render/text.ts'
import { transcriptLine } from '../../render/transcript.ts'
import { archivedAt, readAt } from '../coverage.ts'
import type { ToolContext } from '../define.ts'
import { setAsideNotes } from '../host-arguments.ts'
import { nextCall } from '../next-call.ts'
import { MOST_TOKENS, USUAL_TOKENS } from '../params.ts'
import { evidenceNotes } from './evidence.ts'
import { analysisOf, FACT_SIZES, type FactSizes, LEAST_FACTS, metadataOf, NO_FACTS } from './facts.ts'
import type { ConversationParts } from './fetch.ts'
import { onlyTurns, rawText } from './raw.ts'
import { type ConversationAnswer, type GetConversationInput, USUAL_TOOL_BYTES } from './schema.ts'
import { whyNoTranscript } from './state.ts'
import { renderConversation } from './text.ts'
import { divide, longestText, turnUnits, withGaps } from './transcript-page.ts'
import { cutText, unreadText, unsearchedText } from './unread.ts'
import { type ShownVariables, variablesWithin } from './variables.ts'

interface Setting extends Pick<ToolContext, 'timezone' | 'now' | 'origin' | 'setAside' | 'mayWriteFiles'> {
  /** How a reader gets the turns that are not shown; by default the call of `get_conversation`. */
  rest?: (from: number, to: number) => string
  /** Show only the beginning of what does not fit. */
  headOnly?: boolean
}

/**
 * The answer of `get_conversation`, as large as its budget allows. Without a chosen window a transcript that does not
 * fit shows its beginning and its end; a chosen window shows its beginning.
 */
export const conversationAnswer = (
  request: GetConversationInput,
  parts: ConversationParts,
  at: Setting,
): Promise<ConversationAnswer> => inTurns(answerInPieces(request, parts, at))

function* answerInPieces(
  request: GetConversationInput,
  parts: ConversationParts,
  at: Setting,
): Pieces<ConversationAnswer> {
  const { call } = parts
  yield* pairInPieces(call.turns)
  const wants = (part: 'metrics' | 'costs' | 'rag' | 'variables') => request.include?.includes(part) ?? false
  const lines = toLines(call.turns)
  const window = chooseLines(lines, call.turns.length, {
    fromTurn: request.from_turn,
    toTurn: request.to_turn,
    aroundTurn: request.around_turn,
    fromSecs: request.from_time === undefined ? undefined : parseClock(request.from_time, 'from_time'),
    toSecs: request.to_time === undefined ? undefined : parseClock(request.to_time, 'to_time'),
    match: request.match,
  })
  yield
  const units = turnUnits(lines, window)
  const raw = window.whole ? parts.raw : onlyTurns(parts.raw)
  const rendered = remember((maxText: number) =>
    byPosition(
      transcriptLine(lines, {
        maxToolBytes: Math.min(request.max_tool_bytes, maxText),
        maxTurnBytes: maxText,
        metrics: wants('metrics'),
        costs: wants('costs'),
        rag: wants('rag'),
        agentNames: parts.agentNames,
      }),
    ),
  )
  yield
  const rawSize = raw === undefined ? 0 : bytes(rawText(raw, []))
  const isRawPossible = raw !== undefined && rawSize < request.max_tokens * 2
  const isNamed = parts.agentNames.has(call.agentId)
  const agentName = (id: string) => shortText(parts.agentNames.get(id) ?? id)
  const nameOf = toldApart(call.visitedAgentIds, parts.agentNames)
  const names = {
    agent: (id: string) => shortText(nameOf(id)),
    version: (id: string | null) => parts.versionNames.get(id ?? ''),
  }
  const facts = remember((sizes: FactSizes) => ({
    metadata: metadataOf(call, parts.tags, names, sizes),
    analysis: analysisOf(call, parts.definitions, sizes, at.now()),
  }))
  const longest = byPosition(position => longestText(lines[position]!))
  const canRaise = request.max_tokens < MOST_TOKENS
  const raised = (said: string | null, otherwise = '') =>
    said && `${said}${canRaise ? '; raise max_tokens.' : `.${otherwise}`}`
  let shownVariables: ShownVariables | undefined
  yield
  const evidence = evidenceNotes(call, at.now())
  const [cut, unsearched] = [cutText(call), unsearchedText(call)]

  const build = (unitCount: number, maxText: number, sizes: FactSizes, withRaw: boolean): ConversationAnswer => {
    const { shown, left } = divide(units, unitCount, window.whole && !at.headOnly)
    const shownTurns = turnRanges(lines, shown, call.turns.length)
    const missing = turnRanges(lines, left, call.turns.length)
    const maxTool = Math.min(request.max_tool_bytes, maxText)
    const isCut = (kind: 'speech' | 'tool', max: number) =>
      shown.some(position => lines[position]!.kind === kind && longest(position) > max)
    const cutBy = request.max_tool_bytes < maxText ? 'max_tool_bytes' : 'max_tokens'
    return {
      conversation_id: shortText(call.id),
      agent_id: shortText(call.agentId),
      ...optional('agent_name', isNamed && sizes !== LEAST_FACTS ? agentName(call.agentId) : undefined),
      status: shortText(call.status),
      ...optional('created_at', call.startedAt > 0 ? isoInstant(call.startedAt, at.timezone) : undefined),
      ...facts(sizes),
      transcript:
        shown.length > 0 ? withGaps(lines, rendered(maxText), shown, call.turns.length, 4 * request.max_tokens) : '',
      turns: { total: call.turns.length, shown: rangesText(shownTurns) || 'none' },
      ...optional('variables', shownVariables?.variables),
      ...optional('raw', withRaw ? rawText(raw, shownTurns) : undefined),
      coverage: [
        unreadText(call) || whyNoTranscript(call, at.timezone, at.now()),
        cut,
        ...evidence,
        request.match !== undefined && matches(window, request.match),
        request.match !== undefined && unsearched,
        units.length === 0 && lines.length > 0 && request.match === undefined && outside(call.durationSecs),
        missing.length > 0 && `Turns ${rangesText(missing)} did not fit into max_tokens ${request.max_tokens}.`,
        isCut('tool', maxTool) && `Tool texts over ${formatCount(maxTool)} bytes are truncated; raise ${cutBy}.`,
        isCut('speech', maxText) && raised(`Turns over ${formatCount(maxText)} bytes are truncated`),
        raised(sizes.said),
        raised(shownVariables?.said ?? null, at.mayWriteFiles ? EXPORTED : ''),
        raw !== undefined && !isRawPossible && rawTooLarge(rawSize, window.whole, at.mayWriteFiles),
        isRawPossible && !withRaw && 'The JSON of these turns does not fit; raise max_tokens or choose fewer turns.',
        ...setAsideNotes(at),
        parts.away && `${parts.away} This is the archived copy, which may have changed upstream since.`,
        parts.archivedAt === undefined
          ? readAt(at, at.timezone)
          : archivedAt(at, parts.archivedAt, at.timezone, parts.profile ?? null),
      ]
        .filter(Boolean)
        .join(' '),
      ...optional('next', nextPart(request, missing, at.rest, shown.length === 0)),
      notice: NOTICE,
    }
  }
  // Summary and rationales give way first, so that at least half of the answer is left to the transcript.
  const fits = (sizes: FactSizes) => bytes(JSON.stringify(build(0, 0, sizes, isRawPossible))) <= request.max_tokens * 2
  let sizes = NO_FACTS
  for (const tried of FACT_SIZES) {
    yield
    if (!fits(tried)) continue
    sizes = tried
    break
  }
  // Who asks for variables leaves at least a quarter of the answer to the transcript.
  if (wants('variables')) {
    const others = bytes(JSON.stringify(build(0, 0, sizes, isRawPossible)))
    shownVariables = variablesWithin(call, request.max_tokens * 3 - others - 100)
  }
  const answer = (withRaw: boolean) =>
    fitInPieces({
      count: units.length,
      maxTokens: request.max_tokens,
      build: (shown, maxText) => build(shown, maxText, sizes, withRaw),
      render: renderConversation,
    })
  const whole = yield* answer(isRawPossible)
  // JSON that leaves no room for a single turn gives way to the turn itself.
  const isTooMuch = isRawPossible && units.length > 0 && whole.turns.shown === 'none'
  const best = isTooMuch ? yield* answer(false) : whole
  if (isWithin(best, renderConversation, request.max_tokens)) return best
  sizes = LEAST_FACTS
  return yield* answer(false)
}

const EXPORTED = ' export_conversations writes all of them: format jsonl, or csv with columns variable:<name>.'

function rawTooLarge(size: number, isOfWhole: boolean, mayWriteFiles: boolean): string {
  const needed = Math.ceil(size / 2) + 500
  const window = isOfWhole ? ' With from_turn and to_turn, raw covers those turns only.' : ''
  if (needed <= MOST_TOKENS) return `raw needs max_tokens of at least ${needed}.${window}`
  const way = mayWriteFiles ? '; use export_conversations with format jsonl' : ''
  return `raw is too large for any answer${way}.${window}`
}

/** Remembers the last result: the search for what fits asks for the same again and again. */
function remember<K, T>(make: (key: K) => T): (key: K) => T {
  let last: { key: K; value: T } | undefined
  return key => {
    if (last?.key !== key) last = { key, value: make(key) }
    return last.value
  }
}

/** Each line is made once, and only if it is asked for: of a long transcript few are. */
function byPosition<T>(make: (position: number) => T): (position: number) => T {
  const made = new Map<number, T>()
  return position => {
    if (!made.has(position)) made.set(position, make(position))
    return made.get(position)!
  }
}

const outside = (secs: number | null): string =>
  `No turns in that time range${secs === null ? '' : `; the call lasts ${formatDuration(secs)}`}.`

/** So many matching turns are named. */
const NAMED = 20

function matches({ matched }: TranscriptWindow, words: string): string {
  if (matched.length === 0) return `No turn contains all words of match (${quote(words)}).`
  const named = matched.slice(0, NAMED).join(', ')
  return `${plural(matched.length, 'line')} match: ${matched.length === 1 ? 'turn' : 'turns'} ${named}${matched.length > NAMED ? ' and later' : ''}.`
}

/** The call that shows what is missing with the same options: the first gap, or the matches behind what was shown. */
function nextPart(
  request: GetConversationInput,
  missing: readonly (readonly [number, number])[],
  rest: Setting['rest'],
  nothingFits: boolean,
): string | undefined {
  const [first] = missing
  if (first === undefined) return undefined
  if (rest) return rest(...first)
  const { include, match, max_tool_bytes } = request
  // Where not even one turn fits, only a larger answer leads on.
  const maxTokens = nothingFits ? Math.min(MOST_TOKENS, request.max_tokens * 2) : request.max_tokens
  return nextCall('get_conversation', {
    conversation_id: request.conversation_id,
    from_turn: first[0],
    to_turn: match === undefined ? first[1] : missing.at(-1)![1],
    ...optional('match', match),
    ...optional('include', include),
    ...optional('max_tool_bytes', max_tool_bytes === USUAL_TOOL_BYTES ? undefined : max_tool_bytes),
    ...optional('max_tokens', maxTokens === USUAL_TOKENS ? undefined : maxTokens),
  })
}

/** A member of an object literal that is left out where there is no value. */
function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: V }
}
