import { analyzeConversations } from './analyze-conversations.ts'
import type { AnyTool } from './define.ts'
import { describeAgent } from './describe-agent.ts'
import { explainConversations } from './explain-conversations.ts'
import { exportConversations } from './export-conversations.ts'
import { getConversation } from './get-conversation.ts'
import { listConversations } from './list-conversations.ts'
import { listFilterValues } from './list-filter-values.ts'
import { queryConversations } from './query-conversations.ts'
import { searchConversations } from './search-conversations.ts'
import { triageConversations } from './triage-conversations.ts'

/** All tools, in the order in which assistants and `--help` see them. */
export const TOOLS: readonly AnyTool[] = [
  listConversations,
  getConversation,
  searchConversations,
  analyzeConversations,
  explainConversations,
  describeAgent,
  triageConversations,
  queryConversations,
  listFilterValues,
  exportConversations,
]
