import type { Conversation, CriterionResult, Turn } from '../domain/conversation.ts'
import { FACT_NAMES, FACTS, readFact } from './facts.ts'
import type { ExportContext, ExportFormat, ExportItem } from './format.ts'

/** One JSON object a line: the flat facts, results and variables by their ids, and the transcript; texts as they are. */
export const jsonlFormat = ({ zone }: Pick<ExportContext, 'zone'>): ExportFormat => ({
  extension: 'jsonl',
  head: '',
  row: item => line({ ...facts(item, zone), ...results(item), ...('call' in item ? details(item.call) : {}) }),
})

/** One JSON object a line, as the API gives it. */
export const rawJsonlFormat = (): ExportFormat => ({
  extension: 'jsonl',
  head: '',
  row(item) {
    if (!('raw' in item) || item.raw === undefined) throw new TypeError("an export of the API's own JSON needs it")
    return line(item.raw)
  },
})

/** JSON escapes line breaks, so that one object is one line; U+2028 and U+2029, which some readers split at, are not. */
const line = (value: unknown): string =>
  `${JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`

/** All facts that this kind of item can tell, null where it does not know. */
const facts = (item: ExportItem, zone: string) =>
  Object.fromEntries(
    FACT_NAMES.filter(name => ('call' in item ? 'call' : 'summary') in FACTS[name]).map(name => [
      name,
      readFact(FACTS[name], item, zone),
    ]),
  )

function results(item: ExportItem) {
  const { criteria, collected } = 'call' in item ? item.call : item.summary
  return {
    criteria: Object.fromEntries(criteria.map(criterion => [criterion.id, verdict(criterion)])),
    collected: Object.fromEntries(collected.map(({ id, value, rationale }) => [id, { value, rationale }])),
  }
}

const verdict = ({ result, score, maxScore, rationale }: CriterionResult) => ({
  result,
  score,
  max_score: maxScore,
  rationale,
})

const details = (call: Conversation) => ({
  warnings: call.warnings,
  visited_agent_ids: call.visitedAgentIds,
  variables: call.variables,
  transcript: call.turns.map(turn),
})

/** A turn without what it does not have. */
const turn = (turn: Turn) => ({
  turn: turn.index,
  time_secs: turn.timeSecs,
  role: turn.role,
  message: turn.message,
  ...filled({
    planned: turn.planned,
    interrupted: turn.interrupted,
    backchannel: turn.backchannel,
    medium: turn.medium,
    agent_id: turn.agentId,
    workflow_node_id: turn.workflowNodeId,
    event: turn.event,
    context_update: turn.contextUpdate,
    feedback: turn.feedback,
    sentiment: turn.sentiment,
    frustration: turn.frustration,
    guardrails: turn.guardrails,
    files: turn.files,
    reasoning: turn.reasoning,
    metrics: turn.metrics,
    rag: turn.rag && {
      query: turn.rag.query,
      document_ids: turn.rag.documentIds,
      latency_secs: turn.rag.latencySecs,
    },
    llm: turn.llm && {
      model: turn.llm.model,
      input_tokens: turn.llm.inputTokens,
      output_tokens: turn.llm.outputTokens,
      usd: turn.llm.usd,
    },
    tool_calls: turn.toolCalls.map(({ requestId, name, type, argumentsText, executed }) => ({
      request_id: requestId,
      name,
      type,
      arguments: argumentsText,
      executed,
    })),
    tool_results: turn.toolResults.map(result => ({
      request_id: result.requestId,
      name: result.name,
      result: result.resultText,
      is_error: result.isError,
      is_blocked: result.isBlocked,
      error_type: result.errorType,
      latency_secs: result.latencySecs,
      result_type: result.resultType,
      updated_variables: result.updatedVariables,
    })),
  }),
})

/** Without nulls, false and what is empty. */
const filled = (members: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(members).filter(
      ([, value]) => value !== null && value !== false && (typeof value !== 'object' || Object.keys(value).length > 0),
    ),
  )
