import { sql } from '../../../archive/engine/sql.ts'
import { CONNECTED, FINISHED, type Metric, number, READ, rate, ratio, share, UNHEARD } from '../metric.ts'

const NO_AGENT_TURN = 'no agent turns'
const NO_CALLER_TURN = 'no caller turns'
const NOT_BILLED = 'no speaking time reported'
const NO_DURATION = 'missing or impossible duration'

/** As lists tell it, unless the transcript runs past it. */
export const DURATION = sql`CASE WHEN c.duration_refused THEN NULL ELSE c.duration_secs END`

/** How the calls went. Words and silences are estimates, as the transcript has them. */
const SILENT = sql`${DURATION} - c.agent_speech_secs - c.caller_speech_secs`

export const TALK = {
  duration: number(
    'duration',
    's',
    'Duration of finished calls; excluded if negative, over 24 hours or (once synced) at odds with the transcript.',
    FINISHED,
    DURATION,
    NO_DURATION,
  ),
  messages: number(
    'messages',
    'messages',
    'Entries of the transcript with text, as counted by the list of calls.',
    FINISHED,
    sql`c.message_count`,
  ),
  turns: number(
    'turns',
    'turns',
    'Turns of caller and agent with words: no tool entries, no noise.',
    READ,
    sql`c.user_turns + c.agent_turns`,
    UNHEARD,
  ),
  tool_turns: number(
    'tool turns',
    'entries',
    'Entries of the transcript with tool calls or results.',
    READ,
    sql`c.tool_turns`,
    UNHEARD,
  ),
  last_turn: number(
    'last turn',
    '',
    'Number of the last turn with words: where a call broke off.',
    READ,
    sql`c.last_turn`,
    'nobody spoke',
  ),
  interruption_rate: share(
    'interruption rate',
    'Agent turns interrupted by the caller / agent turns.',
    CONNECTED,
    [sql`c.interrupted_turns`, sql`c.agent_turns`],
    NO_AGENT_TURN,
  ),
  interrupted_call_rate: rate(
    'interrupted call rate',
    'Calls with three or more interrupted agent turns / connected calls.',
    CONNECTED,
    sql`c.interrupted_turns >= 3`,
  ),
  talk_share: share(
    'agent talk share',
    'Words of the agent / words of agent and caller.',
    CONNECTED,
    [sql`c.agent_words`, sql`c.agent_words + c.user_words`],
    'no words',
  ),
  agent_words_per_turn: ratio(
    'agent words per turn',
    'words',
    'Words of the agent / agent turns.',
    CONNECTED,
    [sql`c.agent_words`, sql`c.agent_turns`],
    NO_AGENT_TURN,
  ),
  repetition_rate: share(
    'caller repetition rate',
    'Caller turns that repeat an earlier one in the call (at least 4 words, 80 % similar) / caller turns.',
    CONNECTED,
    [sql`c.repeated_user_turns`, sql`c.user_turns`],
    NO_CALLER_TURN,
  ),
  agent_repetition_rate: share(
    'agent repetition rate',
    'Agent turns that repeat an earlier one in the call (at least 4 words, 80 % similar) / agent turns.',
    CONNECTED,
    [sql`c.repeated_agent_turns`, sql`c.agent_turns`],
    NO_AGENT_TURN,
  ),
  dead_air: number(
    'dead air',
    'times',
    'Silences of 5 s or more, or callers asking whether anybody is there, per call; an estimate from whole seconds.',
    CONNECTED,
    sql`c.dead_air`,
    'chat',
  ),
  longest_turn_words: number(
    'longest turn',
    'words',
    'Words of the longest turn of the call, of caller or agent.',
    CONNECTED,
    sql`c.longest_turn_words`,
  ),
  agent_cut_in_rate: share(
    'agent cut-in rate',
    'Agent turns that the caller, who had spoken before, stops within the first three words to speak on / agent turns: the agent answered too early. An estimate.',
    CONNECTED,
    [sql`c.cut_ins`, sql`c.agent_turns`],
    NO_AGENT_TURN,
  ),
  agent_speaking_time: number(
    'agent speaking time',
    's',
    'Seconds of speech of the agent, as billed.',
    CONNECTED,
    sql`c.agent_speech_secs`,
    NOT_BILLED,
  ),
  caller_speaking_time: number(
    'caller speaking time',
    's',
    'Seconds of speech heard from the caller, as billed.',
    CONNECTED,
    sql`c.caller_speech_secs`,
    NOT_BILLED,
  ),
  agent_words_per_minute: ratio(
    'agent words per minute',
    'words',
    'Words of the agent / minutes of its speech. Interrupted speech is billed as a whole and counts as far as it was said.',
    CONNECTED,
    [sql`c.agent_words`, sql`c.agent_speech_secs / 60.0`],
    NOT_BILLED,
  ),
  caller_words_per_minute: ratio(
    'caller words per minute',
    'words',
    'Words of the caller / minutes of speech heard from the caller.',
    CONNECTED,
    [sql`c.user_words`, sql`c.caller_speech_secs / 60.0`],
    NOT_BILLED,
  ),
  silence_share: share(
    'share of silence',
    'Seconds in which neither speaks (duration less speaking time of both, at least 0) / duration. An estimate.',
    CONNECTED,
    [sql`CASE WHEN ${SILENT} < 0 THEN 0 ELSE ${SILENT} END`, DURATION],
    'no speaking time or duration',
  ),
} satisfies Record<string, Metric>
