import { sql } from '../../../archive/engine/sql.ts'
import { needsDetail, whereOf } from '../../../archive/select/select.ts'
import type { CallFilter } from '../../../domain/filter.ts'
import { CONNECTED, FINISHED, JUDGED, type Metric, READ, rate, UNHEARD } from '../metric.ts'
import { REPEAT_CONTACT_RATE } from './repeat-contact.ts'

const calls = (form: 'count' | 'portion', title: string, definition: string): Metric => {
  return { title, unit: form === 'count' ? 'calls' : 'share', definition, form, leftOut: [], missing: '' }
}

/** What came of the calls. */
export const OUTCOMES = {
  count: calls('count', 'calls', 'All calls, including those in progress.'),
  portion: calls('portion', 'share of calls', 'Calls in the row / calls in all rows.'),
  success_rate: rate(
    'success rate',
    'Calls evaluated as success / calls evaluated as success or failure, as ElevenLabs evaluated them.',
    JUDGED,
    sql`c.outcome = 'success'`,
  ),
  unknown_rate: rate(
    'unknown rate',
    'Calls evaluated as neither success nor failure, or not yet / finished calls.',
    FINISHED,
    sql`c.outcome NOT IN ('success', 'failure')`,
  ),
  connection_rate: rate(
    'connection rate',
    'Calls in which the caller said something / finished calls.',
    READ,
    sql`c.connected`,
    UNHEARD,
  ),
  containment_rate: rate(
    'containment rate',
    'Calls transferred neither to a phone number nor (judging by tool names) to a human / connected calls, excluding voicemails. Calls taken over by another agent are contained.',
    CONNECTED,
    sql`c.contained`,
    'voicemail',
  ),
  transfer_rate: rate(
    'transfer rate',
    'Calls transferred to a phone number, by an agent or a workflow / connected calls. Those that other tools hand over are in handoff_rate.',
    CONNECTED,
    sql`c.transferred_to_number`,
  ),
  agent_transfer_rate: rate(
    'agent transfer rate',
    'Calls taken over by another agent / connected calls. Workflow steps within one agent do not count, whatever they are called.',
    CONNECTED,
    sql`c.transferred_to_agent`,
    'unknown whether another agent took over',
  ),
  handoff_rate: rate(
    'handoff rate',
    "Calls escalated to a human by a tool other than ElevenLabs' own transfer, judging by its name / connected calls.",
    CONNECTED,
    sql`c.handoff_tool_used`,
  ),
  repeat_contact_rate: REPEAT_CONTACT_RATE,
  early_end_rate: rate(
    'early end rate',
    "Calls ended by the caller before the agent's second turn or within 15 s / connected calls. Lost connections and guardrail stops do not count.",
    CONNECTED,
    sql`c.early_end`,
    'no duration',
  ),
  voicemail_rate: rate(
    'voicemail rate',
    'Calls answered by voicemail / finished calls.',
    READ,
    sql`c.voicemail`,
    UNHEARD,
  ),
  guardrail_rate: rate(
    'guardrail rate',
    'Calls in which a guardrail fired / connected calls.',
    CONNECTED,
    sql`c.guardrail_turns > 0`,
  ),
  language_switch_rate: rate(
    'language switch rate',
    'Calls in which the agent switched language / connected calls.',
    CONNECTED,
    sql`c.language_switched`,
  ),
} satisfies Record<string, Metric>

/** Of whatever a filter can select. */
export const conditionMetric = (name: string, condition: CallFilter): Metric =>
  rate(
    name,
    'Calls that the filter selects / finished calls.',
    needsDetail(condition) ? READ : FINISHED,
    whereOf(condition),
    'not known of the call',
  )
