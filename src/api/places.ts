import { isObject, MOST_MEMBERS } from './tolerant.ts'

/** Places in a body, and what readers call what stands there. A star stands for each member of a list or map. */
export type Places<T = string> = readonly (readonly [path: readonly string[], what: T])[]

export const placesOf = <T>(places: Record<string, T>): Places<T> =>
  Object.entries(places).map(([path, what]) => [path.split('.'), what])

/** Whatever stands at the places. Most bodies have nothing there: so it makes nothing on its way. */
export function visit<T>(body: unknown, places: Places<T>, visitor: (value: unknown, what: T) => void): void {
  for (const [path, what] of places) visitAt(body, path, 0, value => visitor(value, what))
}

function visitAt(value: unknown, path: readonly string[], at: number, visitor: (value: unknown) => void): void {
  if (at === path.length) visitor(value)
  if (at === path.length || typeof value !== 'object' || value === null) return
  const name = path[at]!
  if (name === '*') {
    for (const one of Object.values(value).slice(0, MOST_MEMBERS)) visitAt(one, path, at + 1, visitor)
  } else if (isObject(value) && Object.hasOwn(value, name)) visitAt(value[name], path, at + 1, visitor)
}
