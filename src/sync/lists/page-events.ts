type Listener = (at: number) => void

/** Tells those who are reading calls that meanwhile a page of a list was written, which was asked for at `at`. */
export class PageEvents {
  readonly #listeners = new Set<Listener>()

  /** @returns ends the listening */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  tell(at: number): void {
    for (const listener of this.#listeners) listener(at)
  }
}
