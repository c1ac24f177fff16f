/* What is looked for, as an index of words takes it. */

/** The words of a user, as the index is asked for them: each after the other. */
export interface Phrase {
  words: readonly string[]
  /** Forms as they are typed; else stems. */
  exact: boolean
  /** The last word may go on. */
  star: boolean
}

/** One thing to look for. */
export interface Term {
  /** As typed, without the signs around it. */
  text: string
  kind: 'word' | 'phrase' | 'prefix'
  /** Any of them will do. */
  phrases: readonly Phrase[]
}

export interface Query {
  /** Each must occur. */
  wanted: Term[]
  /** None may occur. */
  excluded: Term[]
  /** What was typed and is not looked for: it holds no letter, digit or emoji, or there are too many words before it. */
  ignored: string[]
}

/** Who said it: the caller, the agent, or the tools (names, arguments, results). */
export type Role = 'user' | 'agent' | 'tool'
