/** What calls of one agent are about, as the API itself has found. */
export interface Topic {
  id: string
  label: string
  description: string | null
  /** As the API counts them, in its own window; null where it does not say. */
  calls: number | null
  /** 0 to 1: results of criteria that are success / those that are success or failure. */
  successRate: number | null
  /** Averages over its calls: -1 to 1, and 0 to 1. */
  sentiment: number | null
  frustration: number | null
}
