/** Typed text as our code meets it: bounded in length, and safe to repeat. */

/** Characters of typed text that an error repeats. */
const SHOWN = 60

/** Characters of typed text that are looked at; no form is nearly as long, but some type many spaces. */
const LONGEST = 240

/** Everything that is not seen on a line: control, direction and joining characters, half emoji, line separators. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu

/**
 * What was typed, in quotes, for an error text: one line, without control characters, at most 60 characters.
 */
export function quoted(typed: string): string {
  const trimmed = typed.trim()
  const line = trimmed.slice(0, LONGEST).replace(UNSEEN, ' ').replaceAll('"', "'").replace(/\s+/g, ' ').trim()
  const characters = [...line]
  const isCut = characters.length > SHOWN || trimmed.length > LONGEST
  return `"${characters.slice(0, SHOWN).join('')}${isCut ? '…' : ''}"`
}

/**
 * What was typed, as the tables of forms compare it: lower case, single spaces (underscores count as spaces), plain
 * hyphens. Text too long to be any of our forms becomes a single question mark, which is none either.
 */
export function normalised(typed: string): string {
  const trimmed = typed.trim()
  if (trimmed.length > LONGEST) return '?'
  return trimmed
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\s_]+/g, ' ')
}
