import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { FairQueue } from '../../src/archive/turns/fair-queue.ts'
import { type Asking, Line, newAsking } from '../../src/archive/turns/line.ts'
import { Turns } from '../../src/archive/turns/turns.ts'
import { requestContext } from '../../src/request-context.ts'

/* Who is served when: told by the order alone. */

test('turns go round among those who wait, each in its own order', () => {
  const turns = new Turns<string>()
  for (const one of ['a1', 'x1', 'a2', 'a3', 'b1', 'b0', 'c1', 'b2']) turns.add(one[0]!, one)
  for (const gone of ['x1', 'b0', 'y1']) turns.remove(gone[0]!, gone)
  const order: string[] = []
  for (let next = turns.next(); next !== undefined; next = turns.next()) {
    order.push(next)
    if (next === 'b1') turns.add('a', 'a4')
  }
  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4'])
})

describe('a line', () => {
  const orderOf = (line: Line<string>): string[] => {
    const order: string[] = []
    for (let next = line.next(true); next !== undefined; next = line.next(true)) order.push(next)
    return order
  }
  const long = (whose: string): Asking => ({ ...newAsking(whose), usedMs: 1_000 })

  test('lets short questions before long ones, but not for ever', () => {
    const line = new Line<string>()
    line.add(long('a'), 'long 1')
    line.add(long('a'), 'long 2')
    for (const n of [1, 2, 3, 4, 5]) line.add(newAsking('b'), `short ${n}`)
    expect(orderOf(line)).toEqual(['short 1', 'short 2', 'short 3', 'long 1', 'short 4', 'short 5', 'long 2'])
  })

  test('answers a long question that was begun before it begins another, and those in the order of their beginning', () => {
    const line = new Line<string>()
    const [first, second, third] = [long('a'), long('b'), long('c')]
    line.add(first, 'first')
    line.add(second, 'second')
    line.add(third, 'third')
    expect([line.next(true), line.next(true)]).toEqual(['first', 'second'])
    line.add(second, 'second again')
    line.add(first, 'first again')
    expect(orderOf(line)).toEqual(['first again', 'second again', 'third'])
  })

  test('begins one of each client in turn, however many a client has', () => {
    const line = new Line<string>()
    for (const n of [1, 2, 3, 4]) line.add(long('greedy'), `greedy ${n}`)
    line.add(long('modest'), 'modest')
    expect(orderOf(line)).toEqual(['greedy 1', 'modest', 'greedy 2', 'greedy 3', 'greedy 4'])
  })

  test('gives no client two turns in a row while another waits, whatever it has begun', () => {
    const line = new Line<string>()
    const greedy = [1, 2].map(begun => ({ ...long('greedy'), begun }))
    const modest = long('modest')
    for (const [at, asking] of greedy.entries()) line.add(asking, `greedy ${at}`)
    line.add(long('greedy'), 'greedy 2')
    const first = line.next(true)
    line.add(modest, 'modest')
    line.add(greedy[0]!, 'greedy 0 again')
    const second = line.next(true)
    line.add(modest, 'modest again')
    expect([first, second, ...orderOf(line)]).toEqual([
      ...['greedy 0', 'modest', 'greedy 0 again', 'modest again', 'greedy 1', 'greedy 2'],
    ])
  })

  test('forgets who waits no longer', () => {
    const line = new Line<string>()
    const begun = { ...long('a'), begun: 7 }
    const leave = [line.add(newAsking('a'), 'short'), line.add(long('a'), 'long'), line.add(begun, 'begun')]
    for (const forget of leave) forget()
    expect(orderOf(line)).toEqual([])
  })
})

describe('a queue', () => {
  /** Tasks that end when they are told to. */
  function tasks(queue: FairQueue) {
    const [begun, ended]: [string[], Map<string, () => void>] = [[], new Map()]
    const ask = (client: string, name: string, signal?: AbortSignal, request = { request: name, client }) =>
      requestContext.run(request, () =>
        queue.run(async () => {
          begun.push(name)
          await new Promise<void>(end => ended.set(name, end))
          return name
        }, signal),
      )
    const end = async (name: string, answer: Promise<string>): Promise<void> => {
      ended.get(name)!()
      expect(await answer).toBe(name)
    }
    return { begun, ask, end }
  }

  test('a flood of one client leaves another its turn', async () => {
    const { begun, ask, end } = tasks(new FairQueue(1))
    const greedy = Array.from({ length: 50 }, (_, n) => ask('greedy', `greedy ${n}`))
    const modest = ask('modest', 'modest')
    for (const n of [0, 1]) await end(`greedy ${n}`, greedy[n]!)
    await end('modest', modest)
    expect(begun.slice(0, 4)).toEqual(['greedy 0', 'greedy 1', 'greedy 2', 'modest'])
    for (let n = 2; n < 50; n++) await end(`greedy ${n}`, greedy[n]!)
  })

  test('beside as many long ones as may run there is room for a short one, and for no other long one', async () => {
    const { begun, ask, end } = tasks(new FairQueue(1))
    vi.useFakeTimers({ toFake: ['performance'] })
    onTestFinished(() => void vi.useRealTimers())
    // Each has been at it for a second when it asks once more.
    const requests = await Promise.all(
      ['a', 'b'].map(async name => {
        const request = { request: name, client: name }
        const first = ask(name, `${name} 1`, undefined, request)
        vi.advanceTimersByTime(1_000)
        await end(`${name} 1`, first)
        return () => ask(name, `${name} 2`, undefined, request)
      }),
    )
    const [long, other] = requests.map(again => again())
    const short = ask('c', 'short')
    expect(begun).toEqual(['a 1', 'b 1', 'a 2', 'short'])
    await end('short', short)
    expect(begun).toHaveLength(4)
    await end('a 2', long!)
    await end('b 2', other!)
  })

  test('a long question that began without waiting is not overtaken by those that came later', async () => {
    const { begun, ask, end } = tasks(new FairQueue(1))
    vi.useFakeTimers({ toFake: ['performance'] })
    // One after the other: each has had a turn of a second, and asks once more.
    const again: Promise<string>[] = []
    const requests = ['a', 'b', 'c'].map(request => ({ request, client: 'one' }))
    for (const asked of requests) {
      const first = ask('one', `${asked.request} 1`, undefined, asked)
      vi.advanceTimersByTime(1_000)
      await end(`${asked.request} 1`, first)
      again.push(ask('one', `${asked.request} 2`, undefined, asked))
    }
    await end('a 2', again[0]!)
    const last = ask('one', 'a 3', undefined, requests[0])
    await end('b 2', again[1]!)
    await end('a 3', last)
    await end('c 2', again[2]!)
    expect(begun).toEqual(['a 1', 'a 2', 'b 1', 'c 1', 'b 2', 'a 3', 'c 2'])
    vi.useRealTimers()
  })

  test('so many run at a time, one that fails gives its place, and one that was given up takes none', async () => {
    const queue = new FairQueue(2)
    const { begun, ask, end } = tasks(queue)
    const failing = queue.run(async () => {
      begun.push('failing')
      throw new Error('failed')
    })
    const gone = new AbortController()
    const [first, second, given, third] = [ask('a', '1'), ask('a', '2'), ask('a', 'given', gone.signal), ask('b', '3')]
    const refused = expect(given).rejects.toThrow('gone')
    gone.abort(new Error('gone'))
    await refused
    await expect(failing).rejects.toThrow('failed')
    await end('1', first)
    await end('2', second)
    await end('3', third)
    expect(begun).toEqual(['failing', '1', '2', '3'])
    await expect(ask('a', 'late', gone.signal)).rejects.toThrow('gone')
    expect(await queue.run(async () => 'free')).toBe('free')
  })
})
