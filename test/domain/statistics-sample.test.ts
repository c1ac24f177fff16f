import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proportionalAllocation, seededRandom, stratifiedSample } from '../../src/domain/statistics.ts'

const strata = fc.array(fc.nat(50), { maxLength: 8 })
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

describe('seeded numbers', () => {
  it('are the same for the same seed, and others for another', () => {
    const take = (seed: string) => {
      const random = seededRandom(seed)
      return Array.from({ length: 5 }, random)
    }
    expect(take('a')).toEqual(take('a'))
    expect(take('a')).not.toEqual(take('b'))
    // Pinned, so that samples of earlier versions can be drawn again.
    expect(take('a')[0]).toMatchInlineSnapshot(`0.621685681398958`)
  })

  it('lie evenly in [0, 1)', () => {
    const random = seededRandom('even')
    const tenths = Array.from({ length: 10 }, () => 0)
    for (let draw = 0; draw < 20_000; draw++) tenths[Math.floor(random() * 10)]!++
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200)
  })
})

describe('an allocation', () => {
  it('is in proportion, what is left over by the largest remainder', () => {
    expect(proportionalAllocation([50, 30, 20], 10)).toEqual([5, 3, 2])
    expect(proportionalAllocation([47, 16, 158, 12], 10)).toEqual([2, 1, 7, 0])
    expect(proportionalAllocation([1, 1, 1], 2)).toEqual([1, 1, 0])
    expect(proportionalAllocation([1, 3, 3], 2)).toEqual([0, 1, 1])
    // Equal remainders: the larger stratum, then the earlier.
    expect(proportionalAllocation([1, 3], 2)).toEqual([0, 2])
    expect(proportionalAllocation([2, 2], 1)).toEqual([1, 0])
    expect(proportionalAllocation([2, 3], 9)).toEqual([2, 3])
    expect(proportionalAllocation([], 3)).toEqual([])
    expect(proportionalAllocation([0, 0], 3)).toEqual([0, 0])
  })

  it('adds up, never exceeds a stratum, and is less than one off its share', () => {
    fc.assert(
      fc.property(strata, fc.nat(300), (sizes, size) => {
        const given = proportionalAllocation(sizes, size)
        const all = sum(sizes)
        expect(sum(given)).toBe(Math.min(size, all))
        for (const [index, count] of given.entries()) {
          expect(count).toBeLessThanOrEqual(sizes[index]!)
          if (size < all) expect(Math.abs(count - (sizes[index]! * size) / all)).toBeLessThan(1)
        }
      }),
    )
  })

  it.each([-1, 1.5, Number.NaN])('refuses a size of %d', size => {
    expect(() => proportionalAllocation([5], size)).toThrow(RangeError)
  })
})

describe('a stratified sample', () => {
  const items = Array.from({ length: 60 }, (_, index) => ({
    id: index,
    kind: ['a', 'b', 'b', 'c', 'c', 'c'][index % 6]!,
  }))
  const draw = (size: number, seed: string) => stratifiedSample(items, item => item.kind, size, seed)

  it('is the same for the same seed, and keeps the order', () => {
    const sample = draw(12, 'seed')
    expect(draw(12, 'seed')).toEqual(sample)
    expect(draw(12, 'another')).not.toEqual(sample)
    expect(sample.map(item => item.id)).toEqual(sample.map(item => item.id).sort((a, b) => a - b))
  })

  it('has every stratum in proportion, and no item twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 60 }),
        fc.nat(70),
        fc.string(),
        (kinds, size, seed) => {
          const all = kinds.map((kind, id) => ({ id, kind }))
          const sample = stratifiedSample(all, item => item.kind, size, seed)
          const names = [...new Set(kinds)].sort()
          const count = (list: { kind: string }[]) => names.map(name => list.filter(({ kind }) => kind === name).length)
          expect(count(sample)).toEqual(proportionalAllocation(count(all), size))
          expect(new Set(sample).size).toBe(sample.length)
          if (size >= all.length) expect(sample).toEqual(all)
        },
      ),
    )
  })

  it('gives every item of a stratum the same chance', () => {
    const drawn = items.map(() => 0)
    for (let seed = 0; seed < 3000; seed++) for (const { id } of draw(12, String(seed))) drawn[id]!++
    // 12 of 60: each item in a fifth of the samples; five standard deviations are 110.
    for (const count of drawn) expect(Math.abs(count - 600)).toBeLessThan(110)
  })

  it('does not change in one stratum when another one grows', () => {
    const more = [...items, ...Array.from({ length: 60 }, (_, id) => ({ id: 100 + id, kind: 'd' }))]
    const before = draw(12, 'seed').filter(item => item.kind === 'c')
    const after = stratifiedSample(more, item => item.kind, 24, 'seed').filter(item => item.kind === 'c')
    expect(after).toEqual(before)
  })
})
