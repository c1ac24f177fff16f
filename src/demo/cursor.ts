import { createHash } from 'node:crypto'
import { invalidCursor } from './errors.ts'

/** The place of an item in its order. It must be unique, so that a walk survives insertions and deletions. */
export type Key = (string | number)[]

function compare(a: Key, b: Key): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1
}

/** Everything that must stay the same during a walk: the endpoint and all parameters but the page's own. */
function digest(url: URL): string {
  const query = new URLSearchParams(url.searchParams)
  query.delete('cursor')
  query.delete('page_size')
  query.sort()
  return createHash('sha256').update(`${url.pathname}?${query}`).digest('base64url').slice(0, 12)
}

const encode = (key: Key, url: URL) => Buffer.from(JSON.stringify([key, digest(url)])).toString('base64url')

function decode(cursor: string, url: URL): Key {
  let content: unknown
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw invalidCursor()
  }
  if (!Array.isArray(content) || !Array.isArray(content[0]) || content[1] !== digest(url)) throw invalidCursor()
  return content[0]
}

/** Sorts by key and cuts out the page that the URL's cursor asks for. */
export function pageOf<T>(
  all: T[],
  keyOf: (item: T) => Key,
  direction: 'asc' | 'desc',
  size: number,
  url: URL,
): { items: T[]; next_cursor: string | null; has_more: boolean } {
  const sign = direction === 'asc' ? 1 : -1
  const cursor = url.searchParams.get('cursor')
  const after = cursor === null ? undefined : decode(cursor, url)
  const rest = all
    .map(item => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || sign * compare(key, after) > 0)
    .sort((a, b) => sign * compare(a.key, b.key))
  const page = rest.slice(0, size)
  const has_more = rest.length > size
  return { items: page.map(({ item }) => item), next_cursor: has_more ? encode(page.at(-1)!.key, url) : null, has_more }
}
