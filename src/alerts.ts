/** What has changed between two rounds of checks: lines for people. */
export interface Alert {
  failed: string[]
  recovered: string[]
}

/** What the checks beside `--keep-fresh` find, and who in this process wants to know when it changes. */
export class Alerts {
  #listeners = new Set<(alert: Alert) => void>()
  /** Of the last round; null: there was none yet. */
  latest: string | null = null

  /** @returns takes it back */
  listen(listener: (alert: Alert) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(alert: Alert): void {
    for (const listener of this.#listeners) listener(alert)
  }
}
