import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Outcome, RequestLimit } from '../../src/api/request-limit.ts'

/** An API as it is asked by as many at a time as the limit lets through: `answer` says what becomes of each request. */
function ask(
  limit: RequestLimit,
  requests: number,
  answer: (atOnce: number) => { outcome: Outcome; ms: number },
): { sizes: number[]; refused: number } {
  const sizes: number[] = []
  let refused = 0
  for (let asked = 0; asked < requests; ) {
    const atOnce = limit.size
    const round = Array.from({ length: atOnce }, (_, at) => ({ sending: limit.send(at + 1), ...answer(at + 1) }))
    // All were sent while the gate was full but for the first ones of a round.
    for (const { sending, outcome, ms } of round) {
      limit.settle({ ...sending, isFull: true }, outcome, ms)
      if (outcome === 'refused') refused += 1
      sizes.push(limit.size)
    }
    asked += atOnce
  }
  return { sizes, refused }
}

/** Refuses what comes beyond. */
const bears = (most: number) => (atOnce: number) => ({
  outcome: (atOnce > most ? 'refused' : 'answered') as Outcome,
  ms: 60,
})

describe('how many requests at a time', () => {
  test('begins with the setting, and grows to the ceiling where all is answered', () => {
    const limit = new RequestLimit(4, 32)
    expect(limit.size).toBe(4)
    const { sizes } = ask(limit, 400, bears(99))
    expect(limit.size).toBe(32)
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
    expect(new RequestLimit(8, 2).size).toBe(2)
  })

  test('does not grow while fewer are asked for than may be', () => {
    const limit = new RequestLimit(4, 32)
    for (let n = 0; n < 100; n += 1) limit.settle(limit.send(3), 'answered', 60)
    expect(limit.size).toBe(4)
    for (let n = 0; n < 100; n += 1) limit.settle(limit.send(4), 'failed', 60)
    expect(limit.size).toBe(4)
  })

  test.each([2, 4, 9, 24])('an API that bears %i is asked by as many, and seldom by more', most => {
    const limit = new RequestLimit(4, 32)
    const { sizes, refused } = ask(limit, 5_000, bears(most))
    const later = sizes.slice(500)
    const mean = later.reduce((sum, size) => sum + size, 0) / later.length
    expect(mean).toBeGreaterThan(0.9 * most)
    expect(Math.max(...later)).toBe(most + 1)
    expect(refused).toBeLessThan(0.02 * 5_000)
  })

  test('a refusal halves it once, however many were refused with it, and it returns to what was borne', () => {
    const limit = new RequestLimit(16, 32)
    const sent = Array.from({ length: 16 }, (_, at) => limit.send(at + 1))
    for (const sending of sent) limit.settle(sending, 'refused', null)
    expect(limit.size).toBe(8)
    ask(limit, 16, bears(99))
    expect(limit.size).toBe(15)
  })

  test('refused again and again, it is one; then it recovers', () => {
    const limit = new RequestLimit(32, 32)
    ask(limit, 70, () => ({ outcome: 'refused', ms: 1 }))
    expect(limit.size).toBe(1)
    ask(limit, 1_000, bears(99))
    expect(limit.size).toBe(32)
  })

  test('answers that come late halve it; where fewer are answered no sooner, they are as they are', () => {
    const limit = new RequestLimit(8, 32)
    // Each of more than ten waits for the others.
    const { sizes } = ask(limit, 2_000, atOnce => ({ outcome: 'answered', ms: 60 * Math.max(1, atOnce / 4) }))
    expect(Math.max(...sizes)).toBeLessThan(32)
    const alone = new RequestLimit(8, 8)
    const ms = (time: number) => () => ({ outcome: 'answered' as const, ms: time })
    ask(alone, 80, ms(60))
    const late = ask(alone, 200, ms(300))
    expect(Math.min(...late.sizes)).toBe(4)
    expect(late.sizes.filter((size, at) => size < late.sizes[at - 1]!)).toHaveLength(1)
    // What took long for a while is forgotten with the quick answers before it.
    ask(alone, 1_500, ms(300))
    expect(alone.size).toBe(8)
  })

  test('is never below one or above the ceiling, and shrinks by half at most', () => {
    const happening = fc.record({
      outcome: fc.constantFrom<Outcome>('answered', 'answered', 'answered', 'refused', 'failed'),
      ms: fc.option(fc.integer({ min: 0, max: 5_000 })),
      inUse: fc.integer({ min: 1, max: 40 }),
      settles: fc.integer({ min: 0, max: 3 }),
    })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 1, max: 32 }),
        fc.array(happening),
        (start, ceiling, story) => {
          const limit = new RequestLimit(start, ceiling)
          const open: { sending: ReturnType<RequestLimit['send']>; outcome: Outcome; ms: number | null }[] = []
          for (const { outcome, ms, inUse, settles } of story) {
            open.push({ sending: limit.send(inUse), outcome, ms })
            for (const { sending, outcome, ms } of open.splice(0, settles)) {
              const before = limit.size
              limit.settle(sending, outcome, ms)
              expect(limit.size).toBeGreaterThanOrEqual(Math.max(1, Math.floor(before / 2)))
              expect(limit.size).toBeLessThanOrEqual(ceiling)
              if (outcome === 'refused' && sending.epoch === open[0]?.sending.epoch)
                expect(limit.size).toBeLessThanOrEqual(before)
            }
          }
        },
      ),
    )
  })
})
