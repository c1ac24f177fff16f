import { sql } from '../../archive/engine/sql.ts'
import { SLOW_SECS } from '../../domain/measures/latency.ts'
import { measuresOf, turnMeasuresOf } from '../../domain/measures.ts'
import { counted, lastWords, type Signal } from '../signal.ts'

/* How the conversation went: what the caller had to put up with. */

export const longSilence: Signal = {
  kind: 'long_silence',
  title: 'Slow responses',
  formula: '3 per second of the slowest response beyond 2 s, plus 1 per further response above 2 s',
  cap: 15,
  points: sql`
    CASE WHEN c.slow_turns > 0 THEN 3 * (c.felt_latency_max - ${SLOW_SECS}) + c.slow_turns - 1 ELSE 0 END`,
  evidence(call) {
    const felt = turnMeasuresOf(call).flatMap(({ index, feltLatency: secs }) => (secs === null ? [] : { index, secs }))
    const slow = felt.filter(({ secs }) => secs > SLOW_SECS).sort((a, b) => b.secs - a.secs || a.index - b.index)
    const longest = slow[0]?.secs.toFixed(1)
    const share = `${slow.length} of ${counted(felt.length, 'response')}`
    return {
      turns: slow.map(({ index }) => index),
      detail: `${share} took more than ${SLOW_SECS} s, the slowest ${longest} s`,
    }
  },
}

/** Fewer happen in any good conversation. */
const MANY_INTERRUPTIONS = 3

export const interruptions: Signal = {
  kind: 'interruptions',
  title: 'Many interruptions',
  formula: '4 per interruption of the agent by the caller, from the third on',
  cap: 12,
  points: sql`4 * (c.interrupted_turns - ${MANY_INTERRUPTIONS - 1})`,
  evidence(call) {
    const turns = turnMeasuresOf(call).filter(({ interrupted }) => interrupted)
    const { agentTurns } = measuresOf(call)
    return {
      turns: turns.map(({ index }) => index),
      detail: `the caller interrupted the agent in ${turns.length} of ${counted(agentTurns ?? 0, 'turn')}`,
    }
  },
}

export const abruptEnd: Signal = {
  kind: 'abrupt_end',
  title: 'Abrupt end',
  formula: "10 if the caller hung up before the agent's second turn or within 15 s",
  cap: 10,
  points: sql`CASE WHEN c.early_end THEN 10 ELSE 0 END`,
  evidence(call) {
    const { lastTurn, agentTurns } = measuresOf(call)
    const { durationSecs: secs } = call
    const facts = [secs !== null && `${secs} s`, agentTurns !== null && counted(agentTurns, 'agent turn')]
    return {
      turns: lastWords(lastTurn),
      detail: `the caller hung up after ${facts.filter(Boolean).join(' and ')}`,
    }
  },
}

export const connectionLost: Signal = {
  kind: 'connection_lost',
  title: 'Connection lost',
  formula: '10 if the connection was lost before anybody ended the call',
  cap: 10,
  points: sql`CASE WHEN c.ending_group = 'connection lost' THEN 10 ELSE 0 END`,
  evidence(call) {
    return { turns: lastWords(measuresOf(call).lastTurn), detail: call.ending || call.error?.reason || '' }
  },
}
