import type { ConversationSummary } from '../../domain/conversation.ts'
import { membersOf } from './column.ts'

/** Added by `3-environment.ts`. The API's lists do not tell it (yet), whole calls do. */
export const ENVIRONMENT_COLUMNS = membersOf<Pick<ConversationSummary, 'environment'>>({ environment: 'TEXT' })
