import { readFile } from 'node:fs/promises'

/** The page as the build made it; null: it is not there. Loaded later, so that it stands in `dist/chunks`. */
export const readView = (name: string): Promise<string | null> =>
  readFile(new URL(`../views/${name}.html`, import.meta.url), 'utf8').catch(() => null)
