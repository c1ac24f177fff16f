import { BACK_FORMS } from './period-back.ts'
import { DATE_FORMS } from './period-dates.ts'
import { hintFor } from './period-hints.ts'
import { type Asked, refused, type Span } from './period-span.ts'
import { WORD_FORMS } from './period-words.ts'
import { normalised } from './time-input.ts'

/** The first form that matches is the one: "last week" is the calendar's week, not seven days back. */
const FORMS = [...DATE_FORMS, ...WORD_FORMS, ...BACK_FORMS]

/**
 * What a typed time stands for, in Unix seconds.
 * @throws UserInputError naming the argument, what was typed, why it cannot be, and what can.
 */
export function readPeriod(asked: Asked): Span {
  const text = normalised(asked.typed)
  for (const { pattern, read } of FORMS) {
    const match = pattern.exec(text)
    if (!match) continue
    const span = read(match.slice(1), asked)
    if (span.start < 0) throw refused(asked, 'is before 1970, the start of Unix time; no call can be that old.')
    return span
  }
  throw refused(asked, hintFor(text))
}
