import type { Json } from '../../../src/demo/world.ts'
import type { Answer } from '../../support/client.ts'

/** Rows by column. */
export const rowsOf = ({ structured: { columns, rows } }: Answer): Json[] =>
  rows.map((row: unknown[]) => Object.fromEntries(columns.map((name: string, at: number) => [name, row[at]])))

// The API's own JSON, counted once more by other means.
export const at = (iso: string): number => Date.parse(iso) / 1000
