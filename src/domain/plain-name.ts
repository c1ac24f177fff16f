/** Alike for names that look alike: however their letters and blanks are encoded. */
export const plainName = (name: string): string => name.normalize('NFKC').replace(/\s+/g, ' ').trim()

/** The same whatever the case: what people type for a name. */
export const looseName = (name: string): string => plainName(name).toLowerCase()

/** The name of each, or its id; names that several of them have are told apart by the ids. */
export function toldApart(ids: Iterable<string>, names: ReadonlyMap<string, string>): (id: string) => string {
  const nameOf = (id: string): string => names.get(id) ?? id
  const bearers = new Map<string, number>()
  for (const id of new Set(ids)) {
    const name = plainName(nameOf(id))
    bearers.set(name, (bearers.get(name) ?? 0) + 1)
  }
  return id => ((bearers.get(plainName(nameOf(id))) ?? 0) > 1 ? `${nameOf(id)} (${id})` : nameOf(id))
}
