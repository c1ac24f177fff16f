import { sql } from '../../archive/engine/sql.ts'
import { COLLECTED, CRITERIA, TOOL_CALLS, type ToolUse } from '../../archive/schema/part-tables.ts'
import { toolUsesOf } from '../../archive/write/prepare-detail.ts'
import type { CollectedValue, CriterionResult } from '../../domain/conversation.ts'
import { columnsOf, conversationId, partsIn, plainJson, unpacked } from './parts.ts'
import type { View } from './view.ts'

const ofTool = columnsOf(TOOL_CALLS)

export const TOOL_CALL_VIEW: View<ToolUse> = {
  name: 'tool_calls',
  about: 'one row a tool call with its result',
  key: ['conversation_id', 'turn'],
  from: partsIn('tool_calls'),
  order: sql`c.id, u.turn_index, u.position`,
  things: call => toolUsesOf(call.turns),
  columns: [
    conversationId,
    ofTool('turn', 'Turn of the call', 'turn_index'),
    ofTool('position', 'Its place among those of the turn, from 0'),
    ofTool('tool', 'Name', 'name'),
    ofTool('type', 'webhook, client, mcp, system …'),
    ofTool('executed', 'It ran: 1 or 0'),
    ofTool('errored', 'It failed: 1 or 0; null: no result'),
    ofTool('blocked', 'A guardrail held it back: 1 or 0'),
    ofTool('error_type', 'As the result says'),
    ofTool('result_type', 'What a system tool did'),
    ofTool('latency_secs', 'Seconds'),
    unpacked('arguments', 'TEXT', 'JSON, as delivered', ({ call }) => call?.argumentsText ?? null),
    unpacked('result', 'TEXT', 'JSON or text', ({ result }) => result?.resultText ?? null),
  ],
}

const ofCriterion = columnsOf(CRITERIA)

export const CRITERION_VIEW: View<CriterionResult> = {
  name: 'criteria',
  about: 'one row a result of an evaluation criterion',
  key: ['conversation_id'],
  from: partsIn('criteria'),
  order: sql`c.id, u.criterion_id`,
  things: call => call.criteria,
  columns: [
    conversationId,
    ofCriterion('criterion_id', 'Criterion'),
    ofCriterion('result', 'success, failure, unknown'),
    ofCriterion('score', 'Where the criterion scores'),
    ofCriterion('max_score', 'Highest possible'),
    unpacked('rationale', 'TEXT', 'Why', ({ rationale }) => rationale),
  ],
}

const ofField = columnsOf<Pick<CollectedValue, 'id' | 'value'>>(COLLECTED)

export const COLLECTED_VIEW: View<CollectedValue> = {
  name: 'collected',
  about: 'one row a data field',
  key: ['conversation_id'],
  from: partsIn('collected'),
  order: sql`c.id, u.field_id`,
  things: call => call.collected,
  columns: [
    conversationId,
    ofField('field_id', 'Data field'),
    { ...ofField('value', 'Text, or JSON of anything else; null: not collected'), show: plainJson, isPersonal: true },
    { ...ofField('number', 'The value, where it is a number'), isPersonal: true },
    unpacked('rationale', 'TEXT', 'Why', ({ rationale }) => rationale),
  ],
}
