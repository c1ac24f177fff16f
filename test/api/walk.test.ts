import { expect, it } from 'vitest'
import { walk } from '../../src/api/walk.ts'
import type { Page } from '../../src/domain/conversation.ts'

interface Item {
  id: string
}
const page = (ids: string, nextCursor: string | null, hasMore = nextCursor !== null): Page<Item> => ({
  items: [...ids].map(id => ({ id })),
  nextCursor,
  hasMore,
})

/** One text a step: its ids, then how it goes on. */
async function steps(pages: Record<string, Page<Item>>, options?: { maxPages?: number }): Promise<string[]> {
  const seen: string[] = []
  const asked: string[] = []
  const readPage = async (cursor = 'start'): Promise<Page<Item>> => {
    asked.push(cursor)
    if (asked.length > 20) throw new Error('endless')
    return pages[cursor]!
  }
  for await (const step of walk(readPage, options)) {
    seen.push(`${step.items.map(item => item.id).join('')} ${step.partial ?? (step.hasMore ? step.nextCursor : 'end')}`)
  }
  return seen
}

it('follows the cursors to the end', async () => {
  expect(await steps({ start: page('ab', '2'), 2: page('cd', '3'), 3: page('e', null) })).toEqual([
    'ab 2',
    'cd 3',
    'e end',
  ])
  expect(await steps({ start: page('', null) })).toEqual([' end'])
})

it('continues after an empty page, and gives each item once', async () => {
  expect(await steps({ start: page('ab', '2'), 2: page('', '3'), 3: page('bcc', null) })).toEqual([
    'ab 2',
    ' 3',
    'c end',
  ])
})

it('tells a page without items from one whose items were given before', async () => {
  const pages: Record<string, Page<Item>> = {
    start: page('ab', '2'),
    2: page('', '3'),
    3: page('ab', '4'),
    4: page('', null),
  }
  const repeated: number[] = []
  for await (const step of walk(async (cursor = 'start') => pages[cursor]!)) repeated.push(step.repeated)
  expect(repeated).toEqual([0, 0, 2, 0])
})

it('says why it did not reach the end', async () => {
  expect(await steps({ start: page('a', null, true) })).toEqual(['a missing_cursor'])
  expect(await steps({ start: page('a', '2'), 2: page('b', '2') })).toEqual(['a 2', 'b repeated_cursor'])
  expect(await steps({ start: page('a', '2'), 2: page('b', '3'), 3: page('c', '2') })).toEqual([
    'a 2',
    'b 3',
    'c repeated_cursor',
  ])
  expect(await steps({ start: page('a', '2'), 2: page('b', '3') }, { maxPages: 2 })).toEqual(['a 2', 'b page_limit'])
})
