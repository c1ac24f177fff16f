import * as z from 'zod/v4'
import { analysisSchema, metadataSchema } from '../conversation/facts.ts'
import { conversationId } from '../params.ts'

export const input = z.strictObject({
  conversation_id: conversationId,
  from_row: z.int().min(0).optional().describe('First row'),
  audio_byte: z.int().min(0).optional().describe('First byte'),
})
export type ViewInput = z.output<typeof input>

const text = z.string()
const number = z.number()
/** A row and a number of it. */
const pairs = z.array(z.tuple([number, number]))

/** Of every row of the transcript, in columns: a long call has thousands. */
export const timelineSchema = z.object({
  turn: z.array(number),
  /** Seconds from the start of the call; null: not known. */
  at: z.array(number.nullable()),
  /** A letter a row: u caller, a agent, t tool, o other. */
  who: text,
  /** How long the words take, an estimate in seconds; of a tool, how long it took. */
  secs: z.array(number),
  /** Characters. */
  size: z.array(number),
  interrupted: z.array(number),
  /** Tools that failed or were blocked. */
  failed: z.array(number),
  /** Row, and the seconds before it that nobody spoke. */
  silences: pairs,
  /** Row, and the seconds that the caller waited for it. */
  felt: pairs,
  /** Row, and -1 to 1. */
  sentiment: pairs,
})

const rowSchema = z.object({
  row: number,
  turn: number,
  at: number.nullable(),
  /** `user`, `agent`, `tool`, or what else the API says. */
  who: text,
  /** What was said. */
  text: text.optional(),
  /** What happened with it, in our words: interrupted, typed … */
  marks: z.array(text).optional(),
  /** What else belongs to it. */
  notes: z.array(text).optional(),
  felt: number.optional(),
  tool: z
    .object({
      name: text,
      arguments: text,
      result: text,
      /** ok, error, blocked, never ran, no result */
      state: text,
      secs: number.optional(),
      error: text.optional(),
    })
    .optional(),
})

export const output = z.object({
  conversation_id: text,
  /** With the first rows only. */
  call: z
    .object({
      agent: text,
      status: text,
      started: text.optional(),
      metadata: metadataSchema,
      analysis: analysisSchema,
      /** What a reader has to know of it. */
      notes: z.array(text),
      /** Whether the recording can be played: `none` was kept, or they are `off`. */
      recording: z.enum(['available', 'none', 'off']),
      timeline: timelineSchema,
    })
    .optional(),
  rows: z.array(rowSchema).optional(),
  recording: z.object({ type: text, size: number, byte: number, data: text }).optional(),
  notice: text,
})
export type ViewAnswer = z.output<typeof output>
export type ViewedCall = NonNullable<ViewAnswer['call']>
export type ViewedRow = z.output<typeof rowSchema>
export type Timeline = z.output<typeof timelineSchema>
