import { sql } from '../../archive/sql.ts'
import { CONNECTED, FINISHED, JUDGED, type Metric, READ, rate } from '../metric.ts'
import { REPEAT_CONTACT_RATE } from './repeat-contact.ts'

const calls = (form: 'count' | 'portion', title: string, definition: string): Metric => {
  return { title, unit: form === 'count' ? 'calls' : 'share', definition, form, leftOut: [], missing: '' }
}

/** What came of the calls. */
export const OUTCOMES = {
  count: calls('count', 'calls', 'Calls, those included that are not finished.'),
  portion: calls('portion', 'share of the calls', 'Calls of the row / calls of all rows.'),
  success_rate: rate(
    'success rate',
    'Calls that reached their goal / calls judged success or failure, both as the platform judged them.',
    JUDGED,
    sql`c.outcome = 'success'`,
  ),
  unknown_rate: rate(
    'unknown rate',
    'Calls judged neither success nor failure, or not yet / finished calls.',
    FINISHED,
    sql`c.outcome NOT IN ('success', 'failure')`,
  ),
  connection_rate: rate(
    'connection rate',
    'Calls in which the caller said something / finished calls.',
    READ,
    sql`c.connected`,
  ),
  containment_rate: rate(
    'containment rate',
    'Calls put through neither to a telephone number nor, by the names of their tools, to a person / connected calls, voicemails aside. Calls that another agent took over are contained.',
    CONNECTED,
    sql`c.contained`,
    'voicemail',
  ),
  transfer_rate: rate(
    'transfer rate',
    'Calls put through to a telephone number, by an agent or a workflow / connected calls.',
    CONNECTED,
    sql`c.transferred_to_number`,
  ),
  agent_transfer_rate: rate(
    'agent transfer rate',
    'Calls that another agent took over / connected calls. Steps of a workflow within one agent do not count, whatever they are called.',
    CONNECTED,
    sql`c.transferred_to_agent`,
    'not known whether another agent took over',
  ),
  handoff_rate: rate(
    'handoff rate',
    'Calls that a tool other than the transfer of the platform handed to a person, by its name / connected calls.',
    CONNECTED,
    sql`c.handoff_tool_used`,
  ),
  repeat_contact_rate: REPEAT_CONTACT_RATE,
  early_end_rate: rate(
    'early end rate',
    "Calls that the caller ended before the agent's second turn or within 15 s / connected calls. Lost connections and guardrail stops are not the caller's doing.",
    CONNECTED,
    sql`c.early_end`,
    'no duration',
  ),
  voicemail_rate: rate('voicemail rate', 'Calls that a voicemail answered / finished calls.', READ, sql`c.voicemail`),
  guardrail_rate: rate(
    'guardrail rate',
    'Calls in which a guardrail fired / connected calls.',
    CONNECTED,
    sql`c.guardrail_turns > 0`,
  ),
  language_switch_rate: rate(
    'language switch rate',
    'Calls in which the agent changed its language / connected calls.',
    CONNECTED,
    sql`c.language_switched`,
  ),
} satisfies Record<string, Metric>
