import type { Scope, Span } from '../lists/scope.ts'

/** A part of a scope's time that was walked, and when that began (Unix seconds). */
interface Part extends Span {
  scope: string
  readAt: number
}

/** Windows differ, and few people ask at a time. */
const MOST_PARTS = 200

/**
 * Parts all of whose calls their walks have shown, in an archive as it is at one moment: to look for missing ones takes a
 * while, each time.
 */
export class SeenParts {
  readonly #parts: Part[] = []

  has({ name, wider }: Scope, { from, to }: Span, readAt: number): boolean {
    const isOfScope = ({ scope }: Part): boolean => scope === name || wider.includes(scope)
    const holds = (part: Part): boolean => part.from <= from && to <= part.to && readAt <= part.readAt
    return this.#parts.some(part => isOfScope(part) && holds(part))
  }

  add({ name }: Scope, { from, to }: Span, readAt: number): void {
    if (this.#parts.length < MOST_PARTS) this.#parts.push({ scope: name, from, to, readAt })
  }
}
