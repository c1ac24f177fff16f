import { type PartialReason, walk } from '../../api/walk.ts'
import { setWalkPosition } from '../../archive/coverage/coverage.ts'
import { both } from '../../archive/engine/work.ts'
import type { ConversationSummary } from '../../domain/conversation.ts'
import { toApiBounds } from '../../domain/time.ts'
import { UserInputError } from '../../errors.ts'
import type { SyncContext } from '../run/sync-context.ts'
import { boundsOf, type Scope, type Span } from './scope.ts'

/** Pages of one walk: then what it came down is closed, and others get their turn. */
export const WALK_PAGES = 10
/** A page without a new call is legal, and so is a second one; without end they are a fault. */
const MAX_IDLE_PAGES = 20

/** Why a walk could not go on although there is more. */
export type Hindrance = PartialReason | 'refused_cursor' | 'empty_pages' | 'repeated_pages'

/** The stretch to walk. `isOpen`: it reaches up to the moment at which the walk begins. */
export interface Stretch extends Span {
  scope: Scope
  isOpen: boolean
}

export interface WalkEnd {
  /** It came down by a second at least. */
  isLower: boolean
  hindrance: Hindrance | null
}

/**
 * Walks down a stretch from its newest call, a limited number of pages. Each page is written together with the walk's
 * position: calls that start at or after it have been written. Nothing counts as covered by that (see `finish-walks.ts`).
 * @throws as ConversationSource, where a page cannot be read
 */
export async function walkDown(stretch: Stretch, context: SyncContext, maxPages = WALK_PAGES): Promise<WalkEnd> {
  const { archive, upstream, tally } = context
  const { scope, from, isOpen } = stretch
  const startedAt = upstream.clock.read()
  const to = isOpen ? startedAt : stretch.to
  const filter = { ...scope.filter, ...toApiBounds(boundsOf(stretch, isOpen)) }
  const descent = new Descent({ from, to })
  let at = startedAt
  let [pages, idle, hasCursor] = [0, 0, false]
  const readPage = (cursor: string | undefined) => {
    hasCursor = cursor !== undefined
    at = upstream.clock.read()
    return upstream.page(filter, { cursor })
  }
  const endAs = (hindrance: Hindrance | null): WalkEnd => ({ isLower: descent.position < to, hindrance })
  try {
    for await (const { items, repeated, unnamed = 0, hasMore, partial } of walk(readPage, {
      maxPages: Number.POSITIVE_INFINITY,
    })) {
      descent.show(items, hasMore)
      const reached = setWalkPosition({ scope: scope.name, from, to }, { position: descent.position, startedAt })
      await archive.write(both(archive.listed(items, at, scope.membership), reached))
      tally.read += 1
      tally.unnamed += unnamed
      pages += 1
      idle = items.length === 0 ? idle + 1 : 0
      if (partial) return endAs(partial)
      if (idle > MAX_IDLE_PAGES) return endAs(repeated > 0 ? 'repeated_pages' : 'empty_pages')
      // Hundreds of calls can start in one second: a walk that came down nowhere goes on.
      if (descent.position === from || (pages >= maxPages && descent.position < to)) break
    }
    return endAs(null)
  } catch (error) {
    // Cursors may expire. The position does not: whoever walks next starts there.
    if (error instanceof UserInputError && hasCursor) return endAs('refused_cursor')
    throw error
  }
}

/** How far down a walk has come without a gap. */
class Descent {
  /** At or after it, all calls of the stretch have been shown. */
  position: number
  readonly #span: Span
  #lowest = Number.POSITIVE_INFINITY
  #isInOrder = true

  constructor(span: Span) {
    this.#span = span
    this.position = span.to
  }

  /** @param calls of the next page, without those that were shown before */
  show(calls: readonly ConversationSummary[], hasMore: boolean): void {
    const { from, to } = this.#span
    for (const { startedAt } of calls) {
      this.#isInOrder &&= startedAt <= this.#lowest
      this.#lowest = startedAt
    }
    // Of the last second there may be more calls. Pages that are not newest first say nothing before their end.
    this.position = !hasMore ? from : this.#isInOrder ? Math.max(from, Math.min(to, this.#lowest + 1)) : to
  }
}
