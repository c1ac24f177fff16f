/** Alike for names that look alike: however their letters and blanks are encoded. */
export const plainName = (name: string): string => name.normalize('NFKC').replace(/\s+/g, ' ').trim()

/** The same whatever the case: what people type for a name. */
export const looseName = (name: string): string => plainName(name).toLowerCase()
