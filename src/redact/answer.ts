import type { Pieces } from '../pieces.ts'
import { LONG } from './long-text.ts'

/** Masks texts of which nothing is known but themselves. */
interface TextMask {
  text(value: string): string
  name(value: string): string
  longText(value: string): Pieces<string>
}

/** By which calls are asked for again, and what we have made. */
const KEPT = ['conversation_id', 'next_cursor', 'path']
/** A table of calls has their ids in the column of that name. */
const KEPT_COLUMNS = ['id', ...KEPT]

/** Made of turns that were masked with their call, and long. */
const MASKED = ['transcript', 'raw']

/**
 * The structured half of an answer, every text in it looked at once more: what was made of calls was masked before, and
 * this is for all that was not. Numbers are those that we counted. Cells of a table are named by its columns.
 */
export function* maskAnswer<T>(value: T, mask: TextMask): Pieces<T> {
  return (yield* masked(value, '', mask)) as T
}

function* masked(value: unknown, name: string, mask: TextMask): Pieces<unknown> {
  if (typeof value === 'string') {
    if (KEPT.includes(name) || MASKED.includes(name)) return value
    return value.length > LONG ? yield* mask.longText(value) : mask.text(value)
  }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items: unknown[] = []
    for (const item of value) items.push(yield* masked(item, name, mask))
    return items
  }
  const { columns } = value as { columns?: unknown }
  const members: [string, unknown][] = []
  for (const [inner, member] of Object.entries(value)) {
    let shown = member
    if (inner === 'rows' && Array.isArray(columns) && Array.isArray(member)) shown = yield* rows(member, columns, mask)
    else if (typeof member === 'object' || typeof member === 'string') shown = yield* masked(member, inner, mask)
    members.push([mask.name(inner), shown])
  }
  return Object.fromEntries(members)
}

function* rows(list: unknown[], columns: unknown[], mask: TextMask): Pieces<unknown[]> {
  const isKept = columns.map(column => KEPT_COLUMNS.includes(String(column)))
  const shown: unknown[] = []
  for (const row of list) {
    if (!Array.isArray(row)) shown.push(yield* masked(row, 'rows', mask))
    else {
      const cells: unknown[] = []
      for (const [at, cell] of row.entries()) cells.push(isKept[at] ? cell : yield* masked(cell, '', mask))
      shown.push(cells)
    }
  }
  return shown
}
