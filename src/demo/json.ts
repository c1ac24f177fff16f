import type { Json } from './world.ts'

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a program's number does not hold would be served as null. */
const TOO_LARGE = '[number too large]'

/** Deeper JSON is no body of the API, and at some thousand levels more than the stack holds. */
const MOST_LEVELS = 1000
const TOO_DEEP = '[nested too deeply]'

/** Whatever stands deeper, and numbers without end, are replaced, in place. */
export function cutToServe(value: unknown, level = 0): void {
  if (typeof value !== 'object' || value === null) return
  const members = value as Json
  for (const name of Object.keys(members)) {
    const inner = members[name]
    if (inner === Infinity || inner === -Infinity) members[name] = TOO_LARGE
    if (typeof inner !== 'object' || inner === null) continue
    if (level === MOST_LEVELS) members[name] = TOO_DEEP
    else cutToServe(inner, level + 1)
  }
}
