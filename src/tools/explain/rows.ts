import { type Difference, differenceOfProportions, MIN_CALLS } from '../../domain/statistics.ts'
import type { Example, ExplainedRow, ExplainedWord, Fact, Mode, PhrasePlace } from '../../explain/index.ts'
import { oneLine, shorten, shortText } from '../../render/text.ts'
import { mark } from '../quotes.ts'
import { turnLines } from '../turn-lines.ts'
import type { FactName } from './names.ts'
import type { FactAnswer, ModeAnswer, WordAnswer } from './schema.ts'

const NAME_BYTES = 160
const TITLE_BYTES = 120
const MOST_NAMED = 4
const MOST_EXAMPLES = 3
/** Characters on either side of a phrase. */
const AROUND = 60
/** What tools do, and not what somebody says. */
const OF_TOOLS = [
  'tool',
  'last_tool',
  'failed_tool',
  'tool_error',
  'language_switch',
  'voicemail',
  'transferred_to_number',
  'transferred_to_agent',
  'tool_error_text',
  'transfer_target',
  'transfer_reason',
]

/** @param isTested else it stands apart, and has no rate */
export function factAnswer(row: ExplainedRow, names: FactName, maxText: number, isTested: boolean): FactAnswer {
  const { fact, q, sameCalls, goesWith, example } = row
  const name = (one: Fact): string => shorten(oneLine(names(one)), Math.min(maxText, NAME_BYTES))
  const some = (list: readonly Fact[]): string[] => [
    ...list.slice(0, MOST_NAMED).map(name),
    ...(list.length > MOST_NAMED ? [`${list.length - MOST_NAMED} more`] : []),
  ]
  return {
    fact: name(fact),
    ...sharesOf(fact),
    ...(isTested && { q: rate(q) }),
    ...(sameCalls.length > 0 && { same_calls: some(sameCalls) }),
    ...(goesWith.length > 0 && { goes_with: some(goesWith) }),
    ...exampleOf(example, OF_TOOLS.includes(fact.of.attribute.name), maxText),
  }
}

export function wordAnswer({ by, form, fact, z, q, example, place }: ExplainedWord, maxText: number): WordAnswer {
  const { line, ...found } = exampleOf(example, false, maxText)
  return {
    said: shorten(oneLine(form), Math.min(maxText, NAME_BYTES)),
    by: by === 'user' ? 'caller' : 'agent',
    ...sharesOf(fact),
    z: Number(z.toFixed(1)),
    q: rate(q),
    ...found,
    ...(line !== undefined && { line: place ? withPhrase(line, place, maxText) : line }),
  }
}

/** The phrase is marked where it stands; a line that is cut before it shows it behind. */
function withPhrase(line: string, { turn: { message }, start, end }: PhrasePlace, maxText: number): string {
  const phrase = [oneLine(message.slice(start, end))]
  // Who speaks is no phrase.
  const speech = line.indexOf(': ') + 2
  const marked = line.slice(0, speech) + mark(line.slice(speech), phrase)
  if (marked !== line) return marked
  const about = oneLine(message.slice(Math.max(0, start - AROUND), end + AROUND))
  return `${line} [later: …${mark(shorten(about, maxText), phrase)}…]`
}

/** @param read calls that were read */
export function modeAnswer({ calls, words, title, before }: Mode, read: number, maxText: number): ModeAnswer {
  const change =
    before && Math.min(read, before.n) >= MIN_CALLS && differenceOfProportions(calls.length, read, before.k, before.n)
  return {
    words: words.map(word => shorten(word, Math.min(maxText, NAME_BYTES))),
    ...(title && { title: shorten(oneLine(title), Math.min(maxText, TITLE_BYTES)) }),
    ...{ share: share(calls.length / read), k: calls.length, n: read },
    ...(before && { before_share: share(before.k / before.n), before_k: before.k, before_n: before.n }),
    ...(change && differenceIn(change)),
    conversation_ids: calls.slice(0, MOST_EXAMPLES).map(shortText),
  }
}

const share = (value: number): number => Number(value.toFixed(3))
const rate = (q: number): number => Number(q.toPrecision(2))

function sharesOf({ k: [k, other_k], n: [n, other_n], difference, interval }: Fact) {
  const shares = { share: share(k / n), k, n, other_share: share(other_k / other_n), other_k, other_n }
  return { ...shares, ...differenceIn({ difference, interval }) }
}

const differenceIn = ({ difference, interval }: Pick<Difference, 'difference' | 'interval'>) => ({
  difference: share(difference!),
  low: share(interval?.low ?? difference!),
  high: share(interval?.high ?? difference!),
})

/** An odd call does not keep the others from being shown. */
function exampleOf(
  example: Example | null,
  isTool: boolean,
  maxText: number,
): Pick<FactAnswer, 'conversation_id' | 'turn' | 'line'> {
  if (!example) return {}
  const { conversationId, turn, call } = example
  const found = { conversation_id: shortText(conversationId), ...(turn !== null && { turn }) }
  if (!call || turn === null) return found
  try {
    const [line] = turnLines(call, [{ turn, isTool }], new Map(), maxText)
    return { ...found, ...(line && { line }) }
  } catch {
    return found
  }
}
