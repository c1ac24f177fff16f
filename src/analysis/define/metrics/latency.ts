import { asNumber, type Sql, sql, truncated } from '../../../archive/engine/sql.ts'
import { SLOW_SECS } from '../../../domain/measures/latency.ts'
import { type Metric, type Source, type Units, unitNumber, unitShare } from '../metric.ts'
import { AGENT_TURNS, ANSWERS, CALLER_TURNS, SPOKEN_AGENT_TURNS } from '../units.ts'

const NANO = 1e9
const NOT_MEASURED = 'not measured'

/** Read in whole nanoseconds: whole numbers take half the time of reals. Tools of the platform take microseconds. */
export const seconds = (source: Source, latency: Sql): Units => ({
  source,
  item: truncated(sql`${latency} * 1e9 + 0.5`),
  per: NANO,
})

const felt = seconds(ANSWERS, sql`u.felt_latency`)

/** How long one waits for the other, by turn; not measured before about 2026. */
export const LATENCY = {
  felt_latency: unitNumber(
    'perceived response latency',
    's',
    "From the end of the caller's speech to the start of the agent's, per agent turn that responds; the greeting is excluded.",
    felt,
    NOT_MEASURED,
  ),
  slow_turn_rate: unitShare(
    'slow turn rate',
    `Agent turns with a response latency above ${SLOW_SECS} s / agent turns with a response latency, excluding the greeting.`,
    { source: ANSWERS, item: asNumber(sql`${felt.item} > ${SLOW_SECS * NANO}`) },
    NOT_MEASURED,
  ),
  llm_latency: unitNumber(
    'LLM latency',
    's',
    'Time to the first token of the model, per agent turn, including turns that only call tools.',
    seconds(AGENT_TURNS, sql`u.llm_latency`),
    NOT_MEASURED,
  ),
  tts_latency: unitNumber(
    'TTS latency',
    's',
    'Time to the first audio of the voice, per spoken agent turn.',
    seconds(SPOKEN_AGENT_TURNS, sql`u.tts_latency`),
    NOT_MEASURED,
  ),
  asr_latency: unitNumber(
    'ASR latency',
    's',
    'Time to the recognized text, per caller turn.',
    seconds(CALLER_TURNS, sql`u.asr_latency`),
    NOT_MEASURED,
  ),
} satisfies Record<string, Metric>
