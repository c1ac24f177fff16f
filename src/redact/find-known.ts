import type { Finder } from './finder.ts'
import type { RedactKind } from './kind.ts'

/** Finds what the call has named; each kind by itself, since each has pseudonyms of its own. */
export const findKnown =
  (kind: RedactKind): Finder =>
  (text, { words }) =>
    words.find(text).filter(found => found.kind === kind)
