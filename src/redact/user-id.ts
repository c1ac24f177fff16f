import type { Finder, Finding } from './finder.ts'

/** Ids that the call has named as its user's, wherever they stand in it: the first, of two that begin there the longer. */
export const findUserIds: Finder = (text, { userIds }) => {
  const all = [...new Set(userIds.in(text))]
    .flatMap(id => placesOf(text, id))
    .sort((a, b) => a.start - b.start || b.end - a.end)
  let end = 0
  return all.filter(found => {
    if (found.start < end) return false
    end = found.end
    return true
  })
}

/** Where the id stands by itself, not as a part of a longer word. */
function placesOf(text: string, id: string): Finding[] {
  const places: Finding[] = []
  for (let start = text.indexOf(id); start !== -1; start = text.indexOf(id, start + 1)) {
    const end = start + id.length
    const isPart =
      WORD_ENDS.test(text.slice(Math.max(0, start - 2), start)) || WORD_BEGINS.test(text.slice(end, end + 2))
    if (!isPart) places.push({ start, end, key: id })
  }
  return places
}

const WORD_ENDS = /[\p{L}\p{N}_]$/u
const WORD_BEGINS = /^[\p{L}\p{N}_]/u

/** Long enough, and with a digit or sign: "guest" or "12" in a text is not the user's id. */
export const isDistinctive = (id: string): boolean => id.length >= 5 && /[^\p{L}\s]/u.test(id)

/** `Sean O'Brien`, where an id of one word was to be expected. */
export const isWrittenName = (value: string): boolean =>
  /^\p{Lu}[\p{L}'’.-]*(?:\s+\p{Lu}[\p{L}'’.-]*){1,4}$/u.test(value.trim())
