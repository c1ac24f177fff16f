import type { Conversation, Turn } from '../conversation.ts'
import { hasWords } from './words.ts'

/** The platform deleted what was said and done: there is no more to count, which is not nothing. */
export const isTranscriptDeleted = ({ turns, deleted }: Pick<Conversation, 'turns' | 'deleted'>): boolean =>
  turns.length === 0 && deleted.transcriptAt !== null

/** The words are of a speaker who is called neither caller nor agent. */
export const isStranger = ({ role, message }: Pick<Turn, 'role' | 'message'>): boolean =>
  role !== 'user' && role !== 'agent' && hasWords(message)

/** Whether a side of which no turn is here said nothing is unknown: its turns were deleted, or may be a stranger's. */
export const mayBeUnheard = (call: Pick<Conversation, 'turns' | 'deleted'>): boolean =>
  isTranscriptDeleted(call) || call.turns.some(isStranger)
