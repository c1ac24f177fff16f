import { COMPARED_TURNS } from '../domain/measures/limits.ts'
import { formatCount, plural } from '../render/text.ts'

/** What a reader has to know of calls that never come to an end; empty: there are none. */
export const stuckNote = (count: number): string[] =>
  count > 0
    ? [
        `${plural(count, 'call')} ${count === 1 ? 'is' : 'are'} stuck: in progress for more than a day, although no call lasts that long.`,
      ]
    : []

/** The same of calls that a window cannot hold. */
export const undatedNote = (count: number): string[] =>
  count > 0
    ? [
        `${plural(count, 'more call')} would match, but ${count === 1 ? 'its start' : 'their starts'} cannot be read, so no time window includes ${count === 1 ? 'it' : 'them'}.`,
      ]
    : []

/** Of calls with a start that lies in the future; they count where they would if it were right. */
export const aheadNote = (count: number): string[] =>
  count > 0
    ? [
        `${plural(count, 'call')} ${count === 1 ? 'starts' : 'start'} in the future, so ${count === 1 ? 'its start' : 'their starts'} or this computer's clock must be wrong; counted where the time window reaches that far.`,
      ]
    : []

/** Of rows of the API's list that name no call. */
export const unnamedNote = (rows = 0): string[] =>
  rows > 0
    ? [
        `${plural(rows, 'row')} of the API's list ${rows === 1 ? 'names' : 'name'} no conversation and ${rows === 1 ? 'is' : 'are'} excluded.`,
      ]
    : []

/** Of calls with a side of more turns than are compared with one another. */
export const repetitionNote = (count: number): string[] =>
  count > 0
    ? [
        `Repetition in ${plural(count, 'long call')}: a turn is compared with the ${formatCount(COMPARED_TURNS)} latest of its side only.`,
      ]
    : []
