import { stat } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { DEMO_SECRET, SPECIAL } from '../../../src/demo/data/index.ts'
import { smallWorld } from '../../support/small-world.ts'
import { bodiesOfLastDays, exportDesk } from './desk.ts'
import { callWith, textOf } from './exported.ts'

const { many, exported, refusal, filesIn, withWorld } = exportDesk()
const bodies = bodiesOfLastDays(many)

describe('JSON lines', () => {
  /** Every leaf of JSON as `path value`. */
  const leaves = (value: unknown, path = ''): string[] =>
    typeof value === 'object' && value !== null && Object.keys(value).length > 0
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
      : [`${path} ${JSON.stringify(value)}`]

  test("hold the API's JSON without its secrets, and nothing else", async () => {
    const done = await exported({ after: '4d', format: 'jsonl' }, many.client)
    const raw = await textOf(done)
    const lines = raw
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(line => line.conversation_id)).toEqual(bodies.map(body => body.conversation_id))
    for (const [at, line] of lines.entries()) {
      const [ours, theirs] = [new Set(leaves(line)), new Set(leaves(bodies[at]))]
      expect([...ours].filter(leaf => !theirs.has(leaf) && !/ (\{\}|\[\])$/.test(leaf))).toEqual([])
      const missing = [...theirs].filter(leaf => !ours.has(leaf))
      expect(
        missing.filter(
          leaf => !/tool_details|system__conversation_history|secret__|config_override|extra_body/.test(leaf),
        ),
      ).toEqual([])
    }
    expect(JSON.stringify(bodies)).toContain(DEMO_SECRET)
    expect(raw).not.toContain(DEMO_SECRET)
    expect(done.structured.file.bytes).toBe((await stat(done.structured.file.path)).size)
  })

  test('that were not changed are the very same', async () => {
    const done = await exported({ format: 'jsonl', where: ['text_only=true'] })
    const body = smallWorld().conversations.find(({ conversation_id }) => conversation_id === 'conv_chat')!
    delete body.conversation_initiation_client_data.dynamic_variables.system__conversation_history
    expect(JSON.parse(await textOf(done))).toMatchObject(body)
  })
})

test('transcripts have a section for each call, and every word of it', async () => {
  const raw = await textOf(await exported({ after: '4d', format: 'markdown' }, many.client))
  const sections = raw.split(/^## /m).slice(1)
  expect(sections).toHaveLength(bodies.length)
  for (const [at, section] of sections.entries()) {
    const read = section.replace(/\\([!-/:-@[-`{-~])/g, '$1')
    expect(read).toContain(bodies[at]!.conversation_id)
    // Its hidden characters, which are left out, stand within words.
    if (bodies[at]!.conversation_id === SPECIAL.hostile) continue
    for (const { message } of bodies[at]!.transcript) {
      const words = (message ?? '').normalize().match(/[\p{L}\p{N}]+/gu) ?? []
      expect(words.every((word: string) => read.includes(word))).toBe(true)
    }
  }
})

describe('masked data', () => {
  const PHONE = '+41 44 668 18 00'
  const call = callWith('conv_4001rykm60hecv50j79b0hge4qah', {
    user_id: 'ada.lovelace@example.org',
    transcript: [
      { role: 'user', message: `Call me back at ${PHONE} or ada.lovelace@example.org`, time_in_call_secs: 1 },
      { role: 'agent', message: 'I will.', time_in_call_secs: 2 },
    ],
    metadata: {
      ...smallWorld().conversations[0]!.metadata,
      phone_call: { type: 'twilio', direction: 'inbound', agent_number: '+15550100001', external_number: PHONE },
    },
  })

  test.each([['csv'], ['jsonl'], ['markdown']])('is nowhere in a file: %s', async format => {
    await withWorld([call], async client => {
      const done = await exported(
        {
          format,
          mask: true,
          ...(format === 'csv'
            ? { columns: ['conversation_id', 'agent_id', 'user_id', 'external_number', 'transcript'] }
            : {}),
        },
        client,
      )
      const raw = (await textOf(done)).replaceAll('\\', '')
      expect(raw).not.toMatch(/668 ?18|lovelace|example\.org/)
      expect(raw).toContain('conv_4001rykm60hecv50j79b0hge4qah')
      expect(raw).toContain('agent_billing')
      const pseudonyms = new Set(raw.match(/\[phone-[0-9a-f]{8}\]/g))
      expect(pseudonyms.size).toBe(format === 'csv' ? 1 : 2)
      expect(done.structured.masking).toMatch(/^Masked: phone numbers.*Not masked: names that are only spoken/)
    })
  })

  test('is the same in every export of an archive', async () => {
    await withWorld([call], async client => {
      const one = await textOf(await exported({ mask: true }, client))
      expect(await textOf(await exported({ mask: true }, client))).toBe(one)
      await withWorld([call], async other => expect(await textOf(await exported({ mask: true }, other))).not.toBe(one))
    })
  })

  test('stays masked where the person who started the server wants it so', async () => {
    const settings = { redact: true }
    await withWorld(
      [call],
      async client => {
        const done = await exported({}, client)
        expect(await textOf(done)).not.toMatch(/668 ?18|lovelace/)
        expect(done.text).toContain('Masked: phone numbers')
        expect(await refusal({ mask: false }, client)).toBe(
          'mask cannot be false: the server was started with --redact on.',
        )
        expect(await filesIn()).toHaveLength(1)
      },
      settings,
    )
  })
})
