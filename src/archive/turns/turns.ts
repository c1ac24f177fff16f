/** Who waits, by whom it is for: whose turn it is goes round, so that somebody with many questions delays nobody else's. */
export class Turns<T> {
  readonly #waiting = new Map<string, T[]>()

  /** Whose turn it is; undefined: nobody waits. */
  get whose(): string | undefined {
    return this.#waiting.keys().next().value
  }

  add(whose: string, one: T): void {
    const own = this.#waiting.get(whose)
    if (own) own.push(one)
    else this.#waiting.set(whose, [one])
  }

  /** It waits no longer. */
  remove(whose: string, one: T): void {
    const left = this.#waiting.get(whose)?.filter(other => other !== one) ?? []
    if (left.length > 0) this.#waiting.set(whose, left)
    else this.#waiting.delete(whose)
  }

  /** @param but somebody whose turn it is not @returns undefined: nobody waits */
  next(but?: string): T | undefined {
    for (const [whose, own] of this.#waiting) {
      if (whose === but) continue
      this.#waiting.delete(whose)
      const one = own.shift()!
      // Behind all others.
      if (own.length > 0) this.#waiting.set(whose, own)
      return one
    }
    return undefined
  }
}
