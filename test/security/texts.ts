import { expect } from 'vitest'
import { PLACES } from '../support/places.ts'
import type { Reading } from '../support/readings.ts'
import { HIDDEN } from '../support/tricks.ts'

/** Every text in a value, keys included. */
export function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...texts(inner)])
}

/** Nothing hidden, no break where it does not belong, no link that a host would follow. */
export function checkHarmless({ from, text, structured }: Reading): void {
  for (const one of [text, ...texts(structured)]) {
    const hidden = HIDDEN.exec(one)
    const around = hidden && one.slice(hidden.index - 60, hidden.index)
    // Not once for each of thousands of texts.
    if (hidden || one.includes(']('))
      expect([from, hidden?.[0].codePointAt(0)?.toString(16), around, one]).toEqual([from, undefined, null, 'no link'])
  }
}

export const all = Object.keys(PLACES)
