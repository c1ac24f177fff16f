import type { Value } from '../analysis/index.ts'
import { escapeHidden, jsonEscape, oneLine } from '../render/text.ts'
import type { Label } from './labels.ts'

/** Without case, blanks and what cannot be seen. */
const seen = (text: string): string => oneLine(text).normalize('NFKC').replace(/\s+/gu, '').toLowerCase()

/** In quotation marks, with hidden characters and unusual blanks as escapes. */
const told = (text: string): string => escapeHidden(JSON.stringify(text).replace(/[^\S ]|(?<= ) /gu, jsonEscape))

/** What a reader has to know of such values. @param whose a group */
export const alikeNote = (whose = ''): string =>
  `Quoted values${whose && ` of ${whose}`} look alike; they differ in case, blanks or hidden characters.`

/**
 * Tells apart what a reader would take for one value.
 * @returns the label; `isAlike`: some values look alike, and are quoted
 */
export function tellingApart(values: readonly Value[], label: Label): { label: Label; isAlike: boolean } {
  const looks = new Map<string, Set<string>>()
  for (const value of values) {
    // A name in the place of an id, or a mask, says nothing of the value.
    if (typeof value !== 'string' || label(value) !== oneLine(value)) continue
    const look = seen(value)
    looks.set(look, (looks.get(look) ?? new Set()).add(value))
  }
  const alike = new Set([...looks.values()].filter(({ size }) => size > 1).flatMap(same => [...same]))
  return {
    isAlike: alike.size > 0,
    label: value => (typeof value === 'string' && alike.has(value) ? told(value) : label(value)),
  }
}
