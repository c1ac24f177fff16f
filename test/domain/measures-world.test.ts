import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { SPECIAL } from '../../src/demo/data/index.ts'
import { type CallMeasures, measuresOf, toolMeasuresOf, turnMeasuresOf } from '../../src/domain/measures.ts'
import { tokenSimilarity } from '../../src/domain/statistics.ts'
import { MORE } from '../support/runs.ts'
import { sample, withLongCall } from '../support/sample.ts'

/* The same measures once more, from the API's own JSON, by other means: nothing of src/domain/measures is used here. */

type Json = Record<string, any>

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
const words = (text: string): string[] =>
  [...segmenter.segment(text)].filter(part => part.isWordLike).map(part => part.segment)
const total = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0)

function expected(body: Json): Json {
  const transcript: Json[] = body.transcript ?? []
  const { metadata, status, analysis } = body
  const over = ['done', 'failed'].includes(status)
  const said = transcript.map(turn =>
    words(turn.role === 'agent' ? (turn.message ?? '').replace(/\[.*?\]/g, '') : (turn.message ?? '')),
  )
  const says = (turn: Json): string[] => said[transcript.indexOf(turn)]!
  const of = (role: string) => transcript.filter(turn => turn.role === role && says(turn).length > 0)
  const [callers, agents] = [of('user'), of('agent')]

  const answers = new Map<string, Json>()
  for (const turn of transcript) for (const result of turn.tool_results) answers.set(result.request_id, result)
  const calls: Json[] = transcript.flatMap(turn => turn.tool_calls).filter(call => call.tool_has_been_called)
  const results = calls.map(call => answers.get(call.request_id))
  const did = (type: RegExp) =>
    results.some(result => type.test(result?.result?.result_type ?? '') && !result?.is_error)
  const toNumber = did(/^transfer_to_number_\w+_success$/)
  const handoff = results.some(result => result?.tool_name.includes('human') && !result.is_error)
  const voicemail = did(/^voicemail_detection_success$/)

  const waits: number[] = agents
    .map(turn => turn.conversation_turn_metrics?.metrics.convai_ttf_audio_since_silence?.elapsed_time)
    .filter(secs => secs !== undefined)
  const twice = (turns: Json[]): number => {
    const lists = turns.map(turn => says(turn).map(word => word.toLowerCase())).filter(list => list.length >= 4)
    return lists.filter((list, at) => lists.slice(0, at).some(before => tokenSimilarity(before, list) >= 0.8)).length
  }

  const reason: string = metadata.termination_reason ?? ''
  const knows = (...texts: string[]) => texts.some(text => reason.includes(text))
  let ending = 'unknown'
  if (metadata.error || status === 'failed') ending = 'error'
  else if (toNumber || knows('transfer_to_number')) ending = 'transfer'
  else if (knows('end_call', 'voicemail_detection')) ending = 'agent ended'
  else if (knows('Client disconnected', 'remote party')) ending = 'caller ended'
  else if (knows('inactivity', 'idle')) ending = 'inactivity'
  else if (knows('quota')) ending = 'quota'
  else if (knows('too long', 'Missing required', 'failed')) ending = 'error'

  const connected = over && callers.length > 0
  const early = ending === 'caller ended' && (agents.length <= 1 || metadata.call_duration_secs < 16)
  const speakers = [...callers, ...agents].map(turn => transcript.indexOf(turn))
  return {
    finished: over,
    connected,
    judged: /^(success|failure)$/.test(analysis?.call_successful ?? ''),
    userTurns: callers.length,
    agentTurns: agents.length,
    toolTurns: transcript.filter(turn => turn.tool_calls[0] || turn.tool_results[0]).length,
    toolCalls: calls.length,
    toolErrors: results.filter(result => result?.is_error || result?.is_blocked).length,
    interruptedTurns: agents.filter(turn => turn.interrupted).length,
    userWords: total(callers.map(turn => says(turn).length)),
    agentWords: total(agents.map(turn => says(turn).length)),
    repeatedUserTurns: twice(callers),
    repeatedAgentTurns: twice(agents),
    earlyEnd: connected ? early : null,
    transferredToNumber: toNumber,
    transferredToAgent: did(/^transfer_to_agent_success$/),
    handoffToolUsed: handoff,
    contained: !connected || voicemail ? null : !(toNumber || handoff),
    voicemail,
    languageSwitched: did(/^language_detection_success$/),
    guardrailTurns: transcript.filter(turn => turn.triggered_guardrails?.length).length,
    feltLatencyMax: waits.length === 0 ? null : [...waits].sort((a, b) => b - a)[0],
    slowTurns: waits.filter(secs => secs > 2).length,
    feltTurns: waits.length,
    endingGroup: ending,
    lastTool:
      calls
        .map(call => call.tool_name)
        .filter(name => name !== 'end_call')
        .pop() ?? null,
    lastWorkflowNode:
      transcript
        .map(turn => turn.agent_metadata?.workflow_node_id)
        .filter(Boolean)
        .pop() ?? null,
    lastTurn: speakers.length === 0 ? null : Math.max(...speakers),
  }
}

/** Returns the measures, for more to be said about them. */
function check(body: Json): CallMeasures {
  const call = toConversation(body, body.conversation_id)
  const measures = measuresOf(call)
  expect({ id: call.id, ...measures }).toMatchObject({ id: call.id, ...expected(body) })
  expect(Object.values(measures).filter(value => value !== null && typeof value === 'object')).toEqual([])

  const turns = turnMeasuresOf(call)
  const spoken = (role: string) => turns.filter(turn => turn.spoken && turn.role === role)
  expect(turns.map(turn => [turn.index, turn.role])).toEqual(call.turns.map(turn => [turn.index, turn.role]))
  expect([spoken('user').length, spoken('agent').length]).toEqual([measures.userTurns, measures.agentTurns])
  expect(total(spoken('agent').map(turn => turn.words))).toBe(measures.agentWords)
  expect(turns.filter(turn => turn.interrupted)).toHaveLength(measures.interruptedTurns!)
  expect(turns.filter(turn => turn.feltLatency !== null)).toHaveLength(measures.feltTurns!)
  expect(turns.filter(turn => turn.repeated)).toHaveLength(measures.repeatedUserTurns! + measures.repeatedAgentTurns!)
  const raw = (name: string) =>
    body.transcript.map((turn: Json) => turn.conversation_turn_metrics?.metrics[name]?.elapsed_time ?? null)
  expect(turns.map(turn => turn.llmLatency)).toEqual(raw('convai_llm_service_ttfb'))
  expect(turns.map(turn => turn.ttsLatency)).toEqual(raw('convai_tts_service_ttfb'))
  expect(turns.map(turn => turn.asrLatency)).toEqual(raw('convai_asr_trailing_service_latency'))

  const tools = toolMeasuresOf(call)
  expect(tools).toHaveLength(measures.toolCalls!)
  expect(tools.filter(tool => tool.errored || tool.blocked)).toHaveLength(measures.toolErrors!)

  expect(measures.deadAir === null).toBe(Boolean(body.metadata.text_only))
  expect(measures.deadAir ?? 0).toBeLessThanOrEqual(measures.userTurns! + measures.agentTurns!)
  return measures
}

describe('the sample world', MORE, () => {
  const conversations = withLongCall(sample.conversations)
  const named = (id: string) => conversations.find(body => body.conversation_id === id)!
  const measured = (id: string) => measuresOf(toConversation(named(id), id))

  it('has the measures that its JSON has, and something of everything', () => {
    expect(conversations.length).toBeGreaterThan(100)
    const all = conversations.map(check)
    const some = (test: (call: CallMeasures) => unknown) => expect(all.filter(test).length).toBeGreaterThan(0)
    some(call => call.transferredToNumber)
    some(call => call.transferredToAgent)
    some(call => call.voicemail)
    some(call => call.earlyEnd)
    some(call => call.deadAir)
    some(call => call.languageSwitched)
    some(call => call.slowTurns)
    some(call => call.toolErrors)
    for (const group of ['agent ended', 'caller ended', 'transfer', 'inactivity', 'error', 'quota'])
      some(call => call.endingGroup === group)

    // Callers who are kept waiting ask whether anybody is there: dead air goes with slow answers.
    const voice = all.filter(call => call.deadAir !== null)
    const share = (calls: CallMeasures[]) => calls.filter(call => call.deadAir! > 0).length / calls.length
    const isSlow = (call: CallMeasures) => call.slowTurns! * 2 > call.feltTurns!
    expect(share(voice.filter(isSlow))).toBeGreaterThan(3 * share(voice.filter(call => !isSlow(call))))
  })

  it('measures its special calls', () => {
    expect(measured(SPECIAL.running)).toMatchObject({ finished: false, endingGroup: 'unknown', userTurns: 0 })
    expect(measured(SPECIAL.failed)).toMatchObject({ finished: true, connected: false, endingGroup: 'error' })
    expect(measured(SPECIAL.missingVariables)).toMatchObject({ connected: false, endingGroup: 'error', lastTurn: null })
    expect(measured(SPECIAL.unanalysed)).toMatchObject({ connected: true, judged: false })
    expect(measured(SPECIAL.hostile)).toMatchObject({ guardrailTurns: 1, deadAir: null })
    expect(measured(SPECIAL.long).userTurns! + measured(SPECIAL.long).agentTurns!).toBeGreaterThan(1000)
  })
})

const corpus = join(process.env.CONVERSATIONS_CORPUS ?? '', 'airline.jsonl')
const missing = !process.env.CONVERSATIONS_CORPUS || !existsSync(corpus)

describe.skipIf(missing)('the airline corpus (CONVERSATIONS_CORPUS names its folder)', MORE, () => {
  const bodies = missing
    ? []
    : readFileSync(corpus, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line): Json => JSON.parse(line))

  it('has the measures that its JSON has, and the handoffs that one of its criteria tells of', () => {
    expect(bodies).toHaveLength(200)
    for (const body of bodies) {
      const { result } = body.analysis.evaluation_criteria_results.no_handoff
      expect(check(body).handoffToolUsed).toBe(result === 'failure')
    }
  })
})
