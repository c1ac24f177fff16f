import type { Conversation } from '../domain/conversation.ts'
import { toLines } from '../domain/transcript.ts'
import { oneLine, shorten } from '../render/text.ts'
import { transcriptLine } from '../render/transcript.ts'

/** A turn that was found. */
export interface Quote {
  turnIndex: number
  /** What was said there, for where the transcript does not have the turn. */
  text: string
  /** The words that were found, as they are written there. */
  words: readonly string[]
  /** A piece of the turn with such words, for where the line is cut before them. */
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
  const render = transcriptLine(lines, {
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
    const text = render(position)
    out.push(hit ? `> ${withExcerpt(marked(text, hit), hit)}` : text)
    last = position
  }
  return [...out, ...absent]
}

/** Positions not farther than `neighbours` from one of them, in order. */
export function aroundOf(centres: readonly number[], neighbours: number, count: number): number[] {
  const near = centres.flatMap(at => Array.from({ length: 2 * neighbours + 1 }, (_, step) => at - neighbours + step))
  return [...new Set(near)].filter(position => position >= 0 && position < count).sort((a, b) => a - b)
}

/** Turn, time and who: not words that anybody said. */
const PREFIX = /^\S+ \S+ (?:tool |[^:]*: )?/

function marked(text: string, { words }: Pick<Quote, 'words'>): string {
  const prefix = PREFIX.exec(text)?.[0] ?? ''
  return prefix + mark(text.slice(prefix.length), words)
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
      return line.replace(new RegExp(`(?<![\\p{L}\\p{N}«])${escaped}(?![\\p{L}\\p{N}»])`, 'giu'), '«$&»')
    }, text)
}

const withExcerpt = (line: string, hit: Quote): string =>
  line.includes('«') || hit.excerpt === undefined ? line : `${line} [later: …${mark(oneLine(hit.excerpt), hit.words)}…]`
