import { type Conversation, isFinished, type Turn } from '../conversation.ts'
import { hasWords } from './words.ts'

type Heard = Pick<Conversation, 'status' | 'turns' | 'deleted' | 'unread'>

/** What was said and done was deleted by the platform, or left out by others: there is no more to count, which is not nothing. */
export const isTranscriptGone = ({ status, turns, deleted, unread }: Heard): boolean =>
  turns.length === 0 && (deleted.transcriptAt !== null || (unread.noTranscript && isFinished(status)))

/** The words are of a speaker who is called neither caller nor agent. */
export const isStranger = ({ role, message }: Pick<Turn, 'role' | 'message'>): boolean =>
  role !== 'user' && role !== 'agent' && hasWords(message)

/** Whether a side of which no turn is here said nothing is unknown: its turns were deleted, or may be a stranger's. */
export const mayBeUnheard = (call: Heard): boolean => isTranscriptGone(call) || call.turns.some(isStranger)
