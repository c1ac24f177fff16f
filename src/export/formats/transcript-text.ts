import type { Conversation } from '../../domain/conversation.ts'
import { toLines } from '../../domain/transcript.ts'
import type { Pieces } from '../../pieces.ts'
import { transcriptLines } from '../../render/transcript.ts'
import type { ExportContext } from './format.ts'

/** Every turn of the call, one line each as `get_conversation` shows it, nothing shortened. */
export const transcriptOf = (call: Conversation, { agentNames }: ExportContext): Pieces<string[]> =>
  transcriptLines(toLines(call.turns), {
    maxToolBytes: Number.POSITIVE_INFINITY,
    maxTurnBytes: Number.POSITIVE_INFINITY,
    metrics: false,
    costs: false,
    rag: false,
    agentNames,
  })
