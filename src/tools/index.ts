import type { AnyTool } from './define.ts'
import { getConversation } from './get-conversation.ts'
import { listConversations } from './list-conversations.ts'
import { listFilterValues } from './list-filter-values.ts'
import { searchConversations } from './search-conversations.ts'

/** All tools, in the order in which assistants and `--help` see them. */
export const TOOLS: readonly AnyTool[] = [listConversations, getConversation, searchConversations, listFilterValues]
