import { call } from './call.ts'

export const reviewConversation = ({ conversation_id }: { conversation_id: string }): string =>
  `Review the conversation ${JSON.stringify(conversation_id)}.

1. ${call('get_conversation', { conversation_id, include: ['metrics'] })}. If turns are missing, follow its "next" until you have read them all.
2. Work out: what the caller wanted; whether they got it, and in which turn it was decided; which tool calls failed or were repeated; where the caller had to wait, repeat themselves or was interrupted; whether ElevenLabs' evaluation and each criterion fit what you read.

A good answer: two sentences on what happened; the evaluation, and whether you agree; at most five findings, each with turn number and a short quote; one or two concrete changes to the agent's prompt or tools. Say what the transcript does not show.`
