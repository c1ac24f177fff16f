import type { GroupName } from '../../src/analysis/index.ts'
import type { Archive } from '../../src/archive/archive.ts'
import type { Json } from '../../src/demo/world.ts'
import { ask } from './world.ts'

export interface Sketch {
  tools?: [name: string, errorType?: string][]
  criteria?: Record<string, string>
  data?: Json
  [field: string]: unknown
}

export function body(number: number, { tools = [], criteria = {}, data = {}, ...rest }: Sketch): Json {
  const turn = { role: 'agent', message: null, time_in_call_secs: 1, tool_calls: [], tool_results: [] }
  return {
    ...{ conversation_id: `conv_${number}`, agent_id: 'agent_a', agent_name: 'A', status: 'done', tag_ids: [] },
    metadata: { start_time_unix_secs: 1_790_856_000 + number, call_duration_secs: 10 * number, termination_reason: '' },
    analysis: {
      call_successful: 'success',
      evaluation_criteria_results: Object.fromEntries(
        Object.entries(criteria).map(([id, result]) => [id, { criteria_id: id, result }]),
      ),
      data_collection_results: Object.fromEntries(
        Object.entries(data).map(([id, value]) => [id, { data_collection_id: id, value, rationale: '' }]),
      ),
    },
    transcript: tools.map(([tool_name, error_type], index) => ({
      ...turn,
      tool_calls: [{ request_id: `r${index}`, tool_name, tool_has_been_called: true }],
      tool_results: [{ request_id: `r${index}`, tool_name, is_error: error_type !== undefined, error_type }],
    })),
    ...rest,
  }
}

export const by = async (archive: Archive, ...groupBy: GroupName[]) => (await ask(archive, { groupBy })).table.rows
