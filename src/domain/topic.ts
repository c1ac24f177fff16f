/** What calls of one agent are about, as the API itself has found. */
export interface Topic {
  id: string
  label: string
  description: string | null
  /** As the API counts them, in its own window; null where it does not say. */
  calls: number | null
}
