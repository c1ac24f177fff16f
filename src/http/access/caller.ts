/** Somebody who was let in. */
export interface Caller {
  /** For the books and for limits: the subject of a token and its client. */
  name: string
  /** Ids of the agents whose calls they may see; null: of all. */
  agents: readonly string[] | null
}
