import type { PageEvents } from '../lists/page-events.ts'

/** A call that is being read. */
export interface InFlightCall {
  id: string
  /** Unix seconds as of which it counts. */
  at: number
}

/**
 * Calls that were asked for and are not written yet. A list that arrives meanwhile may be newer than they are, although
 * it was asked for earlier: then they count as read before it. Otherwise a change that only the list shows would seem
 * to have been read in full.
 */
export class InFlightCalls {
  readonly #open = new Set<InFlightCall>()
  /** Ends the listening. */
  readonly close: () => void

  constructor(news: PageEvents) {
    this.close = news.listen(at => {
      for (const call of this.#open) call.at = Math.min(call.at, at - 1)
    })
  }

  begin(id: string, at: number): InFlightCall {
    const call = { id, at }
    this.#open.add(call)
    return call
  }

  end(call: InFlightCall): void {
    this.#open.delete(call)
  }
}
