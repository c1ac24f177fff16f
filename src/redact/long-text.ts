import type { Scope } from './finder.ts'

/** Characters of a text that are masked in one go. */
export const LONG = 10_000

/**
 * How far from a digit a text may be cut: a number and what belongs to it reach no farther, nor does a word that speaks
 * of it (see `phone-words.ts`). An address has a digit or none, but no blank.
 */
const BEHIND = 40
const AHEAD = 80
const MARGIN = BEHIND + AHEAD

/** Where a word of any language may end. */
const BLANK = /[\s。！？，、；]/u
/** Digits, and what disappears between them when the text is shown. */
const LOUD = /(?![\t\n\r\u200c\u200d])[\p{Nd}\p{Cf}\p{Cc}]/u

/** Where it cannot be cut, so many. */
const LONGEST = 50_000

/** A part of a long text; of one that cannot be masked, the length only; or time for others. */
export type TextPart = { text: string } | { withheld: number } | undefined

/**
 * A long text, without ANSI sequences, in parts that are masked each by itself with the same result as in one go. Where
 * digits stand so close for so long that it cannot be cut, it is withheld: nothing leaves that was not looked at.
 */
export function* partsOf(text: string, { userIds }: Scope): Generator<TextPart> {
  const spread = [...userIds].filter(id => BLANK.test(id))
  const mayCut = (at: number) =>
    !spread.some(id => text.slice(Math.max(0, at - id.length), at + id.length).includes(id))
  let [start, from] = [0, 0]
  while (start < text.length) {
    const to = from + LONG
    const end = to >= text.length ? text.length : lastQuiet(text, Math.max(start, from - MARGIN), to, mayCut)
    if (end === null) {
      yield
      from = to
      continue
    }
    yield end - start > LONGEST ? { withheld: end - start } : { text: text.slice(start, end) }
    start = end
    from = end
  }
}

/** The place behind the last blank between the two that is far from any digit. */
function lastQuiet(text: string, from: number, to: number, mayCut: (at: number) => boolean): number | null {
  let [loud, quiet] = [Math.min(to, text.length), 0]
  for (let at = loud - 1; at >= from; at--) {
    const char = text.charAt(at)
    if (LOUD.test(char)) {
      loud = at
      quiet = 0
    } else if (quiet > 0 && quiet - at > BEHIND) return quiet
    else if (quiet === 0 && loud - at > AHEAD && BLANK.test(char) && mayCut(at + 1)) quiet = at + 1
  }
  return null
}
