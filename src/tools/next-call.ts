import { inertJson } from '../render/markdown.ts'
import { escapeHidden } from '../render/text.ts'

/** A next call, as the reader can make it: the tool's name and its complete arguments. */
export const nextCall = (tool: string, input: Record<string, unknown>): string =>
  `${tool} ${inertJson(escapeHidden(JSON.stringify(input)))}`
