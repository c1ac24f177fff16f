import type { ErrorShape } from './errors.ts'

/** How an answer is spoiled; `damage.ts` says what each does. */
export type Damage =
  | 'reset'
  | 'cut'
  | 'huge'
  | 'truncated-json'
  | 'array'
  | 'string'
  | 'null'
  | 'missing-fields'
  | 'repeated-cursor'
  | 'null-cursor'
  | 'empty-page'
  | 'duplicates'

/** What goes wrong with an answer. With `status` it replaces the API's answer, with `damage` it spoils it. */
export interface Fault {
  /** Waits before anything else; alone, it only makes the answer late. */
  delayMs?: number
  /** Strikes only this often (0 to 1), by the seeded generator. */
  probability?: number
  status?: number
  headers?: Record<string, string>
  /** A string as it is, anything else as JSON; without it an error body in `shape`. */
  body?: unknown
  /** Default structured. `html` with status 200 is a success that is not JSON. */
  shape?: ErrorShape
  damage?: Damage
  /** Size of the damage `huge`, default 1. */
  megabytes?: number
}
