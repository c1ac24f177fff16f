/** So many requests of each client at the same time, so that the long ones of one do not crowd out the others. */
export class ParallelLimit {
  readonly #most: number
  readonly #underWay = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** @returns to be called when the request is over; null: it is one too many, and does not count */
  begin(client: string): (() => void) | null {
    const others = this.#underWay.get(client) ?? 0
    if (others >= this.#most) return null
    this.#underWay.set(client, others + 1)
    return () => {
      const left = this.#underWay.get(client)! - 1
      if (left === 0) this.#underWay.delete(client)
      else this.#underWay.set(client, left)
    }
  }
}
