const MOST_REMEMBERED = 1000

/** The same function, which makes a thing once: the same few names come again in every turn; names without end are not all kept. */
export function remembered<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>()
  return name => {
    const known = made.get(name)
    if (known !== undefined) return known
    const thing = make(name)
    if (made.size >= MOST_REMEMBERED) made.clear()
    made.set(name, thing)
    return thing
  }
}
