import type { ViewAnswer, ViewedRow } from '../../tools/view/schema.ts'
import type { Bridge } from '../bridge.ts'

/** The server answers with so many at a time; ours begin at multiples of it. */
const WINDOW = 250
/** Rows that only fly by are not asked for. */
const REST_MS = 60

/** The rows of one call, read in windows as they are looked at. */
export class Rows {
  readonly #known = new Map<number, ViewedRow>()
  readonly #asked = new Set<number>()
  readonly #id: string
  readonly #bridge: Bridge
  #resting = 0
  /** Called when there are more rows, or why there are not. */
  onChange: (problem: string | null) => void = () => undefined

  constructor(id: string, first: readonly ViewedRow[], bridge: Bridge) {
    this.#id = id
    this.#bridge = bridge
    this.#asked.add(0)
    for (const row of first) this.#known.set(row.row, row)
  }

  get(row: number): ViewedRow | undefined {
    return this.#known.get(row)
  }

  /** Sees to it that these rows will be there. */
  want(from: number, to: number): void {
    const starts: number[] = []
    for (let start = Math.floor(from / WINDOW) * WINDOW; start <= to; start += WINDOW) {
      if (!this.#asked.has(start)) starts.push(start)
    }
    window.clearTimeout(this.#resting)
    if (starts.length === 0) return
    this.#resting = window.setTimeout(() => {
      for (const start of starts) void this.#read(start)
    }, REST_MS)
  }

  async #read(start: number): Promise<void> {
    this.#asked.add(start)
    try {
      const input = { conversation_id: this.#id, from_row: start }
      const { rows = [] } = (await this.#bridge.callTool('view_conversation', input)) as unknown as ViewAnswer
      for (const row of rows) this.#known.set(row.row, row)
      this.onChange(null)
    } catch (error) {
      // Asked for again when it is looked at again.
      this.#asked.delete(start)
      this.onChange((error as Error).message)
    }
  }
}
