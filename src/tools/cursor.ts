import { createHash } from 'node:crypto'
import { formatWindow } from '../domain/time-window.ts'
import { UserInputError } from '../errors.ts'
import type { Selection } from './selection.ts'

/** A position in a list: the API's page, how many of its rows were shown, and the window as it was resolved at the start. */
export interface Position {
  apiCursor: string | null
  offset: number
  after: number | null
  before: number | null
}

/** Short fingerprint of the arguments that decide which rows a list has and in which order. */
export function digest(input: object): string {
  const sorted = Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, 10)
}

/** Where a page stands, and what has been shown of it. */
interface PageState {
  /** Digest of the arguments. */
  argumentsDigest: string
  position: Position | null
  /** What the API said comes behind its page. */
  page: { nextCursor: string | null; hasMore: boolean }
  selection: Selection
}

/** The API's cursor for its next page; one that leads back to the same page leads nowhere. */
export const apiNext = ({ page, position }: Pick<PageState, 'page' | 'position'>): string | null =>
  page.nextCursor === (position?.apiCursor ?? null) ? null : page.nextCursor

/** The cursor behind the first `shown` of `total` things of this page; undefined where nothing can follow. */
export function nextCursor(state: PageState, shown: number, total: number): string | undefined {
  const { position, selection } = state
  const behind = apiNext(state)
  const bounds = { after: selection.window?.afterUnix ?? null, before: selection.window?.beforeUnix ?? null }
  if (shown < total) {
    const offset = (position?.offset ?? 0) + shown
    return encodeCursor(state.argumentsDigest, { apiCursor: position?.apiCursor ?? null, offset, ...bounds })
  }
  return behind === null ? undefined : encodeCursor(state.argumentsDigest, { apiCursor: behind, offset: 0, ...bounds })
}

/** Our own cursor: opaque to the reader; a name, not a permission. */
function encodeCursor(argumentsDigest: string, position: Position): string {
  return [argumentsDigest, position.offset, position.after ?? '', position.before ?? '', position.apiCursor ?? ''].join(
    '~',
  )
}

/** @throws UserInputError for a cursor that is not ours, or of a list with other arguments */
export function decodeCursor(argumentsDigest: string, cursor: string): Position {
  const [, made, offset, after, before, apiCursor] =
    /^([\w-]{10})~(\d{1,6})~(\d{0,10})~(\d{0,10})~(.*)$/s.exec(cursor) ?? []
  if (made === undefined) {
    throw new UserInputError('Invalid cursor. Pass next_cursor from a previous answer unchanged, or omit cursor.')
  }
  if (made !== argumentsDigest) {
    throw new UserInputError(
      'This cursor belongs to a request with other arguments, or was truncated. Repeat the arguments of the request that returned it (max_tokens may differ), or omit cursor to start over.',
    )
  }
  return {
    apiCursor: apiCursor || null,
    offset: Number(offset),
    after: after ? Number(after) : null,
    before: before ? Number(before) : null,
  }
}

/** A walk goes on with the window of its first page: "7d" must not move on between two pages. */
export function continueWindow(selection: Selection, position: Position): void {
  if (position.after === null && position.before === null) return
  const window = {
    zone: selection.zone,
    ...(position.after === null ? {} : { afterUnix: position.after }),
    ...(position.before === null ? {} : { beforeUnix: position.before }),
  }
  selection.window = window
  selection.described.window = formatWindow(window)
}
