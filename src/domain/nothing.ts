/** What models write into a field when they have found nothing for it. */
export const WORDS_FOR_NOTHING: readonly string[] = [
  'none', 'null', 'nil', 'nan', 'undefined', 'unknown', 'n/a', 'n.a.', 'na', 'not available', 'not applicable',
  'not provided', 'not specified', 'not mentioned', 'not given', 'not known', 'not stated', 'not collected',
  'no information', 'no data', 'empty', 'missing', 'nothing', '-', '--', '–', '—', '?', '.', '""', "''", '[]', '{}',
] // biome-ignore format: a list of words

const WORDS = new Set(WORDS_FOR_NOTHING)

/** A text that was collected, and says that there is nothing. Whoever reads it must not take it for a missing value. */
export const saysNothing = (value: unknown): value is string =>
  typeof value === 'string' && WORDS.has(value.trim().toLowerCase())
