import type { ListNews } from '../lists/page-events.ts'

/** A call that is being read. */
export interface Flight {
  id: string
  /** Unix seconds as of which it counts. */
  at: number
}

/**
 * Calls that were asked for and are not written yet. A list that arrives meanwhile may be newer than they are, although
 * it was asked for earlier: then they count as read before it. Otherwise a change that only the list shows would seem
 * to have been read in full.
 */
export class Flights {
  readonly #open = new Set<Flight>()
  /** Ends the listening. */
  readonly close: () => void

  constructor(news: ListNews) {
    this.close = news.listen(at => {
      for (const flight of this.#open) flight.at = Math.min(flight.at, at - 1)
    })
  }

  begin(id: string, at: number): Flight {
    const flight = { id, at }
    this.#open.add(flight)
    return flight
  }

  end(flight: Flight): void {
    this.#open.delete(flight)
  }
}
