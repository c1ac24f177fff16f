import type { Conversation } from '../domain/conversation.ts'
import { PSEUDONYM } from '../domain/pseudonym.ts'
import { toLines } from '../domain/transcript.ts'
import { oneLine, shorten } from '../render/text.ts'
import { type LineParts, lineText, transcriptParts } from '../render/transcript.ts'

/** A turn that was found. */
export interface Quote {
  turnIndex: number
  /** What was said there, for where the transcript does not have the turn. */
  text: string
  /** The words that were found, as they are written there: they are marked. */
  words: readonly string[]
  /** Names of tools and names in JSON that were found: they are not speech. */
  names?: readonly string[]
  /** A piece of the turn with such words, marked, for where the line is cut before them. */
  excerpt?: string
  /** Shown only if it stands beside another. */
  isNeighbour?: boolean
}

/** Longest tool text in a quote, in bytes. */
const TOOL_BYTES = 300

/**
 * The found turns with their neighbours, `>` before those found, `…` where lines between two of them are left out. Words
 * of the search stand between « and ». Turns that the transcript does not have are quoted as the search gave them.
 */
export function quotedLines(
  call: Conversation | null,
  hits: readonly Quote[],
  neighbours: number,
  maxText: number,
): string[] {
  const lines = toLines(call?.turns ?? [])
  const found = new Map<number, Quote>()
  const absent: string[] = []
  for (const hit of hits) {
    const position = lines.findIndex(
      line => line.turn.index === hit.turnIndex || (line.kind === 'tool' && line.resultTurns.includes(hit.turnIndex)),
    )
    if (position >= 0) found.set(position, hit)
    else if (!hit.isNeighbour) absent.push(`> ${hit.turnIndex} - ${shorten(oneLine(hit.text), maxText)}`)
  }
  const centres = [...found].flatMap(([position, hit]) => (hit.isNeighbour ? [] : [position]))
  const partsAt = transcriptParts(lines, {
    maxToolBytes: Math.min(TOOL_BYTES, maxText),
    maxTurnBytes: maxText,
    metrics: false,
    costs: false,
    rag: false,
    agentNames: new Map(),
  })
  const out: string[] = []
  let last = -1
  for (const position of aroundOf(centres, neighbours, lines.length)) {
    if (last >= 0 && position > last + 1) out.push('…')
    const hit = found.get(position)
    const parts = partsAt(position)
    out.push(hit ? `> ${withExcerpt(lineText(marked(parts, hit)), hit)}` : lineText(parts))
    last = position
  }
  return [...out, ...absent]
}

/** Positions not farther than `neighbours` from one of them, in order. */
export function aroundOf(centres: readonly number[], neighbours: number, count: number): number[] {
  const near = centres.flatMap(at => Array.from({ length: 2 * neighbours + 1 }, (_, step) => at - neighbours + step))
  return [...new Set(near)].filter(position => position >= 0 && position < count).sort((a, b) => a - b)
}

/** Marked in what the call itself says, never in its names or in our own words. */
const marked = ({ body, ...line }: LineParts, { words }: Quote): LineParts => ({
  ...line,
  body: body.map(part => {
    if (part.of === 'speech') return { ...part, text: mark(part.text, words) }
    return part.of === 'tool' ? { ...part, text: markData(part.text, words) } : part
  }),
})

/** A string of JSON, with the colon that makes it a name; the last one may be cut. */
const STRING = /"(?:[^"\\]|\\.)*(?:"(?<colon>\s*:)?|$)/gs

/** Marks the words in the values of JSON, or in any other text. */
function markData(text: string, words: readonly string[]): string {
  if (!/^[[{]/.test(text)) return mark(text, words)
  let [out, at] = ['', 0]
  for (const { 0: string, index, groups } of text.matchAll(STRING)) {
    const end = index + string.length
    // Cut before it tells what it is: better no mark than one in a name.
    const isCutName = end === text.length && /[{,]\s*$/.test(text.slice(0, index))
    if (groups!.colon === undefined && !isCutName) continue
    out += mark(text.slice(at, index), words) + string
    at = end
  }
  return out + mark(text.slice(at), words)
}

/** More forms of the words of a search no line holds. */
const MOST_WORDS = 200

/** Marks the words, wherever they stand as words of their own. */
export function mark(text: string, words: readonly string[]): string {
  // A word of a thousand letters is no word, and no regular expression.
  return [...new Set(words.map(oneLine))]
    .filter(word => word !== '' && word.length <= 100)
    .slice(0, MOST_WORDS)
    .reduce((line, word) => {
      const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      const whole = new RegExp(`${PSEUDONYM.source}|(?<![\\p{L}\\p{N}«])${escaped}(?![\\p{L}\\p{N}»])`, 'giu')
      return line.replace(whole, found => (isPseudonym(found) ? found : `«${found}»`))
    }, text)
}

const isPseudonym = (text: string): boolean => text.search(PSEUDONYM) === 0

function withExcerpt(line: string, { words, names = [], excerpt }: Quote): string {
  const isShown = line.includes('«') || (words.length === 0 && names.some(name => line.includes(oneLine(name))))
  return isShown || excerpt === undefined ? line : `${line} [later: …${excerpt}…]`
}
