import type { AnalyzeAnswer } from '../analyze/schema.ts'
import type { DescribeAnswer } from '../describe/schema.ts'
import type { ExplainAnswer } from '../explain/schema.ts'
import type { FromArchive } from '../from-archive.ts'
import type { Selection } from '../selection.ts'
import type { TriageAnswer } from '../triage/schema.ts'

/** What a report is about. */
export interface Asked {
  /** Arguments that select the calls. */
  filters: object
  selection: Selection
  archive: FromArchive['archive']
  calls: number
}

/** Why there is no answer. */
export interface Missing {
  missing: string
}

export const isThere = <A extends object>(answer: A | Missing): answer is A => !('missing' in answer)

/** Versions that began in the window. */
export interface Began {
  /** The newest first, each beside the one before it. */
  versions: { id: string; answer: DescribeAnswer | Missing }[]
  /** Older ones that are not told. */
  more: number
  /** The API tells versions of at least one of these agents. */
  known: boolean
}

/** What a report is made of: answers as an assistant would get them, masked where they are. */
export interface Answers {
  glance: AnalyzeAnswer | Missing
  trend: AnalyzeAnswer | Missing
  outcomes: AnalyzeAnswer | Missing
  endings: AnalyzeAnswer | Missing
  agents: AnalyzeAnswer | Missing
  why: ExplainAnswer | Missing
  began: Began
  differences: ExplainAnswer | Missing
  tools: AnalyzeAnswer | Missing
  spread: AnalyzeAnswer | Missing
  cost: AnalyzeAnswer | Missing
  calls: TriageAnswer | Missing
}
