import { sql } from '../../archive/sql.ts'
import { CONNECTED, FINISHED, type Metric, number, READ, rate, ratio, share } from '../metric.ts'

const NO_AGENT_TURN = 'no agent turn'
const NO_CALLER_TURN = 'no caller turn'
export const NO_DURATION = 'no duration, or one that cannot be'

/** As lists tell it, unless the transcript runs past it. */
export const DURATION = sql`iif(c.duration_refused, NULL, c.duration_secs)`

/** How the calls went. Words and silences are estimates, as the transcript has them. */
export const TALK = {
  duration: number(
    'duration',
    's',
    'Length of finished calls; negative ones, those over 24 hours and those that the transcript runs past are left out.',
    FINISHED,
    DURATION,
    NO_DURATION,
  ),
  messages: number('messages', 'turns', 'Turns with a text, as lists count them.', FINISHED, sql`c.message_count`),
  turns: number(
    'turns',
    'turns',
    'Turns of caller and agent that hold words; tool turns are not among them.',
    READ,
    sql`c.user_turns + c.agent_turns`,
  ),
  tool_turns: number(
    'tool turns',
    'turns',
    'Elements of the transcript that hold tool calls or results.',
    READ,
    sql`c.tool_turns`,
  ),
  last_turn: number(
    'last turn',
    '',
    'Number of the last turn that holds words: where a call broke off.',
    READ,
    sql`c.last_turn`,
    'nobody spoke',
  ),
  interruption_rate: share(
    'interruption rate',
    'Agent turns that the caller cut off / agent turns.',
    CONNECTED,
    [sql`c.interrupted_turns`, sql`c.agent_turns`],
    NO_AGENT_TURN,
  ),
  interrupted_call_rate: rate(
    'rate of often interrupted calls',
    'Calls in which three agent turns or more were cut off / connected calls.',
    CONNECTED,
    sql`c.interrupted_turns >= 3`,
  ),
  talk_share: share(
    'talk share of the agent',
    'Words of the agent / words of both.',
    CONNECTED,
    [sql`c.agent_words`, sql`c.agent_words + c.user_words`],
    'no words',
  ),
  agent_words_per_turn: ratio(
    'agent words a turn',
    'words',
    'Words of the agent / agent turns.',
    CONNECTED,
    [sql`c.agent_words`, sql`c.agent_turns`],
    NO_AGENT_TURN,
  ),
  repetition_rate: share(
    'repetition rate of callers',
    'Caller turns that say an earlier one of the call again (at least 4 words, 80 % alike) / caller turns.',
    CONNECTED,
    [sql`c.repeated_user_turns`, sql`c.user_turns`],
    NO_CALLER_TURN,
  ),
  agent_repetition_rate: share(
    'repetition rate of the agent',
    'Agent turns that say an earlier one of the call again (at least 4 words, 80 % alike) / agent turns.',
    CONNECTED,
    [sql`c.repeated_agent_turns`, sql`c.agent_turns`],
    NO_AGENT_TURN,
  ),
  dead_air: number(
    'dead air',
    'times',
    'How often a call had a silence of 5 s or more, or a caller who asked whether anybody is there; from whole seconds, an estimate.',
    CONNECTED,
    sql`c.dead_air`,
    'chat',
  ),
} satisfies Record<string, Metric>
