/** A list or a text of which only the beginning was read. */
export interface Cut {
  /** Such as "variables" or "characters of the summary". */
  what: string
  read: number
  of: number
}

/** What of a call could not be read. */
export interface Unread {
  /** There is no transcript at all, where the API gives an empty one to a call in which nothing was said. */
  noTranscript: boolean
  /** Why nothing may be counted by it, such as "its transcript is a text"; null: that is not so. */
  reason: string | null
  /** Numbers of the turns that are none, or whose words are no text: they keep their places. */
  lostTurns: number[]
  cut: Cut[]
  /** Values that cannot be or are of the wrong kind, and count as missing: "cost -5", "metadata (list)". */
  impossible: string[]
}
