import type { Page } from '../domain/conversation.ts'
import { readFlag } from './tolerant.ts'

interface PageBody {
  next_cursor: string | null
  cursor: string | null
  has_more?: unknown
}

/**
 * One page of any of the API's lists. The token for the next page is `next_cursor`; some servers of the same API call it
 * `cursor`. More to come without a token stays visible as such: `hasMore` without `nextCursor`.
 */
export function toPage<T>(body: PageBody, items: T[]): Page<T> {
  const cursor = body.next_cursor || body.cursor || null
  const hasMore = readFlag(body.has_more) ?? cursor !== null
  return { items, hasMore, nextCursor: hasMore ? cursor : null }
}
