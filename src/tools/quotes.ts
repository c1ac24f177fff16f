import type { Conversation, MessageHit } from '../domain/conversation.ts'
import { toLines } from '../domain/transcript.ts'
import { oneLine, shorten } from '../render/text.ts'
import { transcriptLines } from '../render/transcript.ts'

/** Longest tool text in a quote, in bytes. */
const TOOL_BYTES = 300

/**
 * The found turns with their neighbours, `>` before those found, `…` where lines between two of them are left out. Words
 * of the search stand between « and ». Turns that the transcript does not have are quoted as the search gave them.
 */
export function quotedLines(
  call: Conversation | null,
  hits: readonly MessageHit[],
  neighbours: number,
  maxText: number,
): string[] {
  const lines = toLines(call?.turns ?? [])
  const found = new Map<number, MessageHit>()
  const absent: string[] = []
  for (const hit of hits) {
    const position = lines.findIndex(
      line => line.turn.index === hit.turnIndex || (line.kind === 'tool' && line.resultTurn === hit.turnIndex),
    )
    if (position >= 0) found.set(position, hit)
    else absent.push(`> ${hit.turnIndex} - ${shorten(oneLine(hit.text), maxText)}`)
  }
  const rendered = transcriptLines(lines, {
    maxToolBytes: Math.min(TOOL_BYTES, maxText),
    maxTurnBytes: maxText,
    metrics: false,
    costs: false,
    rag: false,
    agentNames: new Map(),
  })
  const out: string[] = []
  let last = -1
  rendered.forEach((text, position) => {
    if (![...found.keys()].some(at => Math.abs(at - position) <= neighbours)) return
    if (last >= 0 && position > last + 1) out.push('…')
    const hit = found.get(position)
    out.push(hit ? `> ${marked(text, hit)}` : text)
    last = position
  })
  return [...out, ...absent]
}

/** Turn, time and who: not words that anybody said. */
const PREFIX = /^\S+ \S+ (?:tool |[^:]*: )?/

/** Marks the words that matched, wherever they stand as words of their own. */
function marked(text: string, hit: MessageHit): string {
  const prefix = PREFIX.exec(text)?.[0] ?? ''
  const words = hit.highlights.filter(({ isHit }) => isHit).map(({ text: word }) => oneLine(word))
  // A word of a thousand letters is no word, and no regular expression.
  const said = [...new Set(words)]
    .filter(word => word !== '' && word.length <= 100)
    .reduce((line, word) => {
      const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      return line.replace(new RegExp(`(?<![\\p{L}\\p{N}«])${escaped}(?![\\p{L}\\p{N}»])`, 'giu'), '«$&»')
    }, text.slice(prefix.length))
  return prefix + said
}
