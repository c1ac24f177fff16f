import type { Scalar } from '../read/columns.ts'

/** Beyond what any archive holds, and small enough that the product of two is a safe integer. */
const SPAN = 2 ** 26

type Unify = ((value: Scalar) => Scalar) | undefined

/** Numbers for keys of some values each, from 0 on, in the order in which the keys come. */
export class KeySpace {
  readonly keys: Scalar[][] = []
  /** By place in the key, by value: the value's own number. */
  readonly #numbers: Map<Scalar, number>[]
  /** By place in the key, by number of what comes before and number of the value: the number of both together. */
  readonly #steps: Map<number, number>[]
  readonly #unify: readonly Unify[]

  /** @param unify by place in the key: one value for all that count as the same */
  constructor(width: number, unify: readonly Unify[] = []) {
    this.#unify = unify
    this.#numbers = Array.from({ length: width }, () => new Map())
    this.#steps = Array.from({ length: width }, () => new Map())
    if (width === 0) this.keys.push([])
  }

  numberOf(key: readonly Scalar[]): number {
    let number = 0
    // Spelled out: a question asks for the numbers of every call and of every unit.
    for (let at = 0; at < key.length; at++) {
      const value = key[at]!
      const step = number * SPAN + numbered(this.#numbers[at]!, this.#unify[at]?.(value) ?? value)
      number = numbered(this.#steps[at]!, step)
    }
    const known = this.keys[number]
    if (!known) this.keys.push([...key])
    else if (this.#unify.length > 0)
      for (const [at, value] of key.entries()) if (known[at] !== value) known[at] = this.#unify[at]!(value)
    return number
  }
}

/** The number of the thing; a new one for a new thing. */
function numbered<T>(numbers: Map<T, number>, thing: T): number {
  const known = numbers.get(thing)
  if (known !== undefined) return known
  numbers.set(thing, numbers.size)
  return numbers.size - 1
}
