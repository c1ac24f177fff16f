import type { Speech } from './speech.ts'

/**
 * Without turns that a transcript holds twice: what the same side said in the same second as the turn before, in the
 * same words or in a part of them. Nobody says a thing again that fast.
 */
export function withoutEchoes(speeches: readonly Speech[]): Speech[] {
  let before: Speech | undefined
  return speeches.filter(speech => {
    const isEcho = before !== undefined && isEchoOf(speech, before)
    before = speech
    return !isEcho
  })
}

function isEchoOf({ speaker, turn, text }: Speech, before: Speech): boolean {
  if (speaker !== before.speaker || turn.timeSecs === null || turn.timeSecs !== before.turn.timeSecs) return false
  const [words, earlier] = [plain(text), plain(before.text)]
  return words.startsWith(earlier) || earlier.startsWith(words)
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')
