import type { Page } from '../domain/conversation.ts'

/** Why a walk ended although there is more. */
export type PartialReason = 'page_limit' | 'missing_cursor' | 'repeated_cursor'

export interface WalkStep<T> extends Page<T> {
  /** Items of the page that were given before, and are left out. */
  repeated: number
  /** Set on the last step of a walk that did not reach the end. */
  partial?: PartialReason
}

/**
 * The pages of a list, one step each, until its end or until going on makes no sense. Calls that arrive during the walk
 * push others onto the next page: an item is given once. A page may be empty though there is more.
 */
export async function* walk<T extends { id: string }>(
  readPage: (cursor: string | undefined) => Promise<Page<T>>,
  /** Pages to read at most. */
  { maxPages = 1_000 }: { maxPages?: number } = {},
): AsyncGenerator<WalkStep<T>, void, void> {
  const seenIds = new Set<string>()
  const seenCursors = new Set<string | undefined>([undefined])
  let next: string | undefined
  for (let pages = 1; ; pages += 1) {
    const page = await readPage(next)
    const items = page.items.filter(item => !seenIds.has(item.id) && seenIds.add(item.id))
    const repeated = page.items.length - items.length
    if (!page.hasMore) {
      yield { ...page, items, repeated }
      return
    }
    const partial = whyStop(page.nextCursor, seenCursors, pages >= maxPages)
    if (page.nextCursor === null || partial !== undefined) {
      yield { ...page, items, repeated, partial }
      return
    }
    yield { ...page, items, repeated }
    next = page.nextCursor
    seenCursors.add(next)
  }
}

function whyStop(cursor: string | null, seen: Set<string | undefined>, isLast: boolean): PartialReason | undefined {
  if (cursor === null) return 'missing_cursor'
  if (seen.has(cursor)) return 'repeated_cursor'
  return isLast ? 'page_limit' : undefined
}
