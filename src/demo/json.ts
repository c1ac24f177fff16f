import type { Json } from './world.ts'

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Deeper JSON is no body of the API, and at some thousand levels more than the stack holds. */
const MOST_LEVELS = 1000
const TOO_DEEP = '[nested too deeply]'

/** Whatever stands deeper is replaced, in place. */
export function cutDeep(value: unknown, level = 0): void {
  if (typeof value !== 'object' || value === null) return
  const members = value as Json
  for (const name of Object.keys(members)) {
    const inner = members[name]
    if (typeof inner !== 'object' || inner === null) continue
    if (level === MOST_LEVELS) members[name] = TOO_DEEP
    else cutDeep(inner, level + 1)
  }
}
