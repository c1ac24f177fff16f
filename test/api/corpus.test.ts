import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { withoutSecrets } from '../../src/api/remove-secrets.ts'
import { MORE } from '../support/runs.ts'

/* Real and realistic bodies, where the folders are given: nothing of a transcript may be lost on the way in. */

const corpus = process.env.CONVERSATIONS_CORPUS
const examples = process.env.CONVERSATIONS_EXAMPLES

interface Tools {
  tool_calls?: Record<string, any>[] | null
  tool_results?: Record<string, any>[] | null
}
interface Body {
  conversation_id?: string
  transcript?: (Tools & { role?: string; message?: string | null; time_in_call_secs?: number })[] | null
}

/** Checks against the body, by means of its own rather than by those of the mapping. */
function check(body: Body): void {
  const conversation = toConversation(body, 'conv_fallback')
  const transcript = body.transcript ?? []
  expect(conversation.id).toBe(body.conversation_id ?? 'conv_fallback')
  const read = conversation.turns.map(turn => ({
    index: turn.index,
    role: turn.role,
    message: turn.message,
    secs: turn.timeSecs,
    calls: turn.toolCalls.map(call => [call.requestId, call.name, call.argumentsText]),
    results: turn.toolResults.map(result => [result.requestId, result.name, result.resultText, result.isError]),
  }))
  const sent = transcript.map((turn, index) => ({
    index,
    role: turn.role,
    message: turn.message ?? '',
    secs: turn.time_in_call_secs ?? null,
    calls: (turn.tool_calls ?? []).map(call => [call.request_id, call.tool_name, call.params_as_json]),
    results: (turn.tool_results ?? []).map(it => [it.request_id, it.tool_name, it.result_value, it.is_error]),
  }))
  expect(read).toEqual(sent)
  const shown = JSON.stringify(conversation)
  expect(shown).not.toContain('system__conversation_history')
  expect(shown).not.toContain('tool_details')
  expect(toConversation(withoutSecrets(body), 'conv_fallback')).toEqual(conversation)
}

const textOf = (path: string): string => readFileSync(path, 'utf8')

describe.skipIf(corpus === undefined)('the airline corpus', MORE, () => {
  it.each(['airline.jsonl', 'airline-odd.jsonl'])('%s keeps every turn, tool call and tool result', name => {
    const path = join(corpus!, name)
    if (!existsSync(path)) return
    const bodies = textOf(path)
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Body)
    expect(bodies.length).toBeGreaterThan(0)
    for (const body of bodies) check(body)
  })
})

describe.skipIf(examples === undefined)('real payloads', () => {
  const all = examples === undefined ? [] : readdirSync(examples)
  // A name in any case, so that a run without the folder says what it skips.
  const names = (pattern: RegExp): string[] => [...all.filter(name => pattern.test(name)), '(all)']

  it.each(names(/^get_conversation\..*\.json$/))('%s', name => {
    if (name !== '(all)') check(JSON.parse(textOf(join(examples!, name))) as Body)
  })

  it.each(names(/^(docs\.)?(webhook\.post_call_transcription|conversation\.).*json$/))('of older shape: %s', name => {
    if (name === '(all)') return
    const body = JSON.parse(textOf(join(examples!, name))) as Body & { data?: Body }
    check(body.data ?? body)
  })
})
