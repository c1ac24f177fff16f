import type { Client } from 'pg'
import type { Archive } from '../../src/archive/archive.ts'
import { addCovered } from '../../src/archive/coverage/coverage.ts'
import type { Work } from '../../src/archive/engine/work.ts'
import { addKey, digestOf } from '../../src/archive/place/workspace.ts'
import { MAPPING } from '../../src/archive/write/write-detail.ts'
import { DAY } from '../archive/dates.ts'
import { fillWith } from '../archive/fill.ts'
import { index, multiply } from './multiply.ts'

export interface Step {
  what: string
  secs: number
}

export const secsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const startedMs = performance.now()
  await work()
  return (performance.now() - startedMs) / 1000
}

/** An archive that grows: a few calls are written one by one, the others are made of them. */
export class Load {
  readonly steps: Step[] = []
  readonly #archive: Archive
  readonly #client: Client
  readonly #drawn: number

  /** @param drawn calls that are written one by one */
  constructor(archive: Archive, client: Client, drawn: number) {
    this.#archive = archive
    this.#client = client
    this.#drawn = drawn
  }

  async countCalls(): Promise<number> {
    return (await this.#client.query<{ calls: number }>('SELECT count(*)::int AS calls FROM conversations')).rows[0]!
      .calls
  }

  /** Noon of the day of the last calls, Unix seconds. */
  async end(): Promise<number> {
    const { rows } = await this.#client.query<{ last: number }>('SELECT max(started_at) AS last FROM conversations')
    return Math.floor(rows[0]!.last / DAY) * DAY + DAY / 2
  }

  /** @param turns of a call */
  async draw(turns: number): Promise<void> {
    if ((await this.countCalls()) > 0) return
    // None within the last day, which a server reads again.
    const end = Math.floor(Date.now() / 1000 / DAY) * DAY - 1.5 * DAY
    await this.#step(`${this.#drawn} calls, one by one`, () =>
      fillWith(this.#archive, this.#drawn, this.#drawn * turns, end),
    )
  }

  async growTo(calls: number): Promise<void> {
    const there = await this.countCalls()
    if (there >= calls) return
    const [from, to] = [there / this.#drawn, calls / this.#drawn]
    await this.#step(`${there} to ${calls} calls`, () => multiply(this.#client, this.#drawn, from, to))
    await this.#step('index of words', () => index(this.#client))
    await this.#step('vacuum, statistics', () => this.#archive.store.vacuum())
  }

  async #step(what: string, work: () => Promise<unknown>): Promise<void> {
    this.steps.push({ what, secs: await secsOf(work) })
  }
}

/** All calls up to that moment (Unix seconds) have been read then with the key, which is the archive's own. */
export async function readWith(apiKey: string, now: number, archive: Archive, client: Client): Promise<void> {
  const read = 'UPDATE conversations SET list_read_at = $1, detail_read_at = $1, mapping = $2'
  await client.query(read, [now, MAPPING])
  await archive.write(noted(apiKey, now))
}

function* noted(apiKey: string, now: number): Work<void> {
  yield* addKey(yield* digestOf(apiKey), now)
  yield* addCovered('', { from: 0, to: now, readAt: now })
}
