/** Reads of settings whose form nobody promises. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands at a path; undefined: nothing does. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), value)

export const textAt = (value: unknown, path: string): string | null => {
  const found = at(value, path)
  if (typeof found === 'string') return found === '' ? null : found
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : null
}

export const objectsAt = (value: unknown, path: string): Record<string, unknown>[] => {
  const found = at(value, path)
  return Array.isArray(found) ? found.filter(isObject) : []
}
