import { echoed, UserInputError } from '../errors.ts'

/** An id as our own texts show it: no sentence, and no longer than a name. */
export const showId = (id: string): string => echoed(id).replace(/[^\x21-\x7e…]/g, '?')

/**
 * The one maker of request paths: whatever a segment holds, it stays one segment.
 * @throws UserInputError naming a segment that is empty, `.`, `..`, or holds control characters
 */
export const apiPath = (segments: readonly string[]): string =>
  segments.map(segment => `/${encodeSegment(segment)}`).join('')

function encodeSegment(segment: string): string {
  const fault = faultOf(segment)
  if (fault !== null) {
    throw new UserInputError(`The id "${showId(segment)}" ${fault}. Use an id exactly as list_conversations shows it.`)
  }
  return encodeURIComponent(segment)
}

function faultOf(segment: string): string | null {
  if (segment.trim() === '') return 'is empty'
  // Encoding leaves dots alone, and servers on the way resolve them.
  if (segment === '.' || segment === '..') return 'is a path, not an id'
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(segment)) return 'contains control characters'
  // encodeURIComponent throws on half of a surrogate pair.
  if (!segment.isWellFormed()) return 'contains half a character'
  return null
}
