import type { Conversation } from '../../domain/conversation.ts'
import { bytes, display, formatCount, shortText, truncateUtf8 } from '../../render/text.ts'

/** Dynamic variables, as many as there is room for. */
export interface ShownVariables {
  variables: Record<string, string>
  /** What the reader has to know about it; null: all are shown as they are. */
  said: string | null
}

/** Longest values, in bytes, from generous to scant. */
const VALUE_BYTES = [80_000, 20_000, 8000, 800, 300, 120, 60] as const
/** Where not even short values of all fit, some are shown that can still be read. */
const FEW_BYTES = 120

/** @param room bytes of JSON */
export function variablesWithin({ variables }: Conversation, room: number): ShownVariables {
  const all = Object.entries(variables).map(([name, value]) => [shortText(name), display(value)] as const)
  const cut = (max: number) =>
    all.map(([name, text]): [string, string] => [name, bytes(text) > max ? `${truncateUtf8(text, max)}…` : text])
  for (const max of VALUE_BYTES) {
    const entries = cut(max)
    if (sizeOf(entries) > room) continue
    const isCut = all.some(([, text]) => bytes(text) > max)
    return {
      variables: Object.fromEntries(entries),
      said: isCut ? `Variable values are truncated at ${max} bytes` : null,
    }
  }
  let left = room
  const entries = cut(FEW_BYTES).filter(entry => {
    left -= sizeOf([entry])
    return left >= 0
  })
  const said = `${formatCount(entries.length)} of ${formatCount(all.length)} variables are shown, values truncated at ${FEW_BYTES} bytes`
  return { variables: Object.fromEntries(entries), said }
}

/** `"name":"value",` and once more as a line of text, whichever is longer. */
const sizeOf = (entries: readonly (readonly [string, string])[]): number =>
  entries.reduce((sum, [name, text]) => sum + Math.max(bytes(JSON.stringify([name, text])), bytes(name + text) + 12), 0)
