import type * as z from 'zod/v4'
import type { ProjectAgents } from '../agents-file.ts'
import type { ConversationSource } from '../api/client.ts'
import type { Asked, Waiting } from '../mirror/mirror.ts'
import type { Redactor } from '../redact/redactor.ts'
import type { Render } from '../render/budget.ts'
import type { ViewName } from './views.ts'

/** What a tool does to the world; the four protocol hints follow from it. */
export type Effect = 'read' | 'write-file'

/** Only what tools use. How long they may wait for calls that are not synced yet is the caller's choice. */
export interface ToolContext extends Pick<Waiting, 'patienceMs' | 'onProgress'> {
  source: ConversationSource
  /** The local archive with what fills it; the first question opens it. */
  mirror(): Promise<Asked>
  /** What the source is, for the reader: the live API, or sample calls. */
  origin(): string
  /** IANA zone of dates without one. */
  timezone: string
  /** Unix seconds. */
  now(): number
  /** Where files may be written (undefined: the usual folder), and what masking covers beside what it recognizes. */
  exports: { folder: string | undefined; variables: readonly string[] }
  /** Whether the asker has a tool that writes files. */
  mayWriteFiles: boolean
  /** Whether settings and prompts of agents may be asked for. */
  readsSettings: boolean
  /** The agents that `agents.json` of the working folder names. */
  projectAgents(): Promise<ProjectAgents>
  /** Recordings may be read: `--audio on`. */
  recordings: boolean
  /** With `--redact on`: source and mirror tell what it has masked, and answers go through it once more; else null. */
  redactor: Redactor | null
  /** Arguments that were given and are not the tool's: the answer names them. */
  setAside?: readonly string[]
  /** Aborts when the caller gives up or the deadline of the call has passed. */
  signal: AbortSignal
}

/** A tool is also a command: both are made from this one definition. */
export interface Tool<I extends z.ZodObject = z.ZodObject, A extends object = object> {
  /** verb_noun; the file has the same name, with hyphens. */
  name: string
  title: string
  description: string
  /** Strict: an unknown argument is refused by name. */
  input: I
  /** Names that arguments had in the version before, and their names now; they are understood for one version. */
  formerNames?: Record<string, string>
  /** What the structured half holds; parsed before it leaves, so that no stray key can leak. */
  output: z.ZodType<A>
  effect: Effect
  /** The page that shows the answer in clients that can. */
  view?: ViewName
  /** Only that page calls it: clients hide it from the model, and it is no command. */
  forViews?: true
  run(input: z.output<I>, context: ToolContext): Promise<A>
  /** The text half, made from the structured one, so that both tell the same. */
  render: Render<A>
}

/** Gives a tool's `run` and `render` the types of its schemas. */
export const defineTool = <I extends z.ZodObject, A extends object>(tool: Tool<I, A>): Tool<I, A> => tool

/** A tool whatever its types: what arguments and answers are is checked by its schemas. */
// biome-ignore lint/suspicious/noExplicitAny: run and render take just what the tool's own schemas let through
export type AnyTool = Tool<any, any>
