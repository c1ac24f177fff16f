import type { SampleAgent, SampleVersion, Source } from './agents.ts'
import type { Caller } from './people.ts'
import type { Random } from './random.ts'
import type { Line, Outcome } from './script.ts'
import type { Slots } from './slots.ts'

export interface Channel {
  source: Source
  medium: 'phone' | 'web' | 'chat'
  outbound: boolean
}

/** Everything that is decided before a call is performed. */
export interface Call {
  id: string
  random: Random
  /** The story it tells, by the name of its scene. */
  scene: string
  agent: SampleAgent
  version: SampleVersion
  status: 'in-progress' | 'processing' | 'done' | 'failed'
  start: number
  language: string
  channel: Channel
  caller: Caller
  outcome: Outcome
  slots: Slots
  /** What is said and done; empty when nobody was connected. */
  lines: Line[]
  slowLine: boolean
  /** False: done, but its analysis has not come. */
  analysed: boolean
  /** Calls made before the API had all of today's fields. */
  oldShape: boolean
  title: string
  summary: string
  /** Values of the data items, as text. */
  collected: Record<string, string>
  error: { code: number; reason: string } | null
  /** The reason of its end, where the lines do not tell it. */
  ending: string | null
}
