import { basename, dirname, resolve } from 'node:path'

/** Where `--out` leads, as the folder and the name that exports know; without it both are the usual ones. */
export function placeOfReport(out: unknown): { folder?: string; file_name?: string } {
  if (out === undefined) return {}
  const path = resolve(String(out))
  return { folder: dirname(path), file_name: basename(path) }
}
