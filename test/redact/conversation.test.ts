import { beforeAll, describe, expect, test } from 'vitest'
import type { Conversation, Turn } from '../../src/domain/conversation.ts'
import { fullConversation, fullSummary, leavesOf, planted } from './full.ts'
import { type Masking, masking } from './masking.ts'

let redactor: Masking
beforeAll(async () => {
  redactor = await masking('a salt of the tests')
})

const MARKERS = ['+1 415 555 0132', 'mia.li@example.com', '4111 1111 1111 1111', 'DE89 3704 0044 0532 0130 00']
const mask = (text: string) => redactor.text(text)

/** Where the marker still stands after each text of the object held it in turn. */
function survives<T>(full: T, masked: (value: T) => unknown, marker: string): string[] {
  const texts = leavesOf(full).filter(({ value }) => typeof value === 'string')
  return texts
    .filter(({ path }) => JSON.stringify(masked(planted(full, path, `it is ${marker}, yes`))).includes(marker))
    .map(({ path }) => path)
}

describe('every text of', () => {
  test.each(MARKERS)('a conversation is masked: %s', marker => {
    expect(survives(fullConversation, redactor.conversation, marker)).toEqual([
      'id',
      'agentId',
      'branchId',
      'versionId',
      'criteria.0.id',
      'collected.0.id',
      'scoped.0.agentId',
      'visitedAgentIds.0',
      'tagIds.0',
    ])
  })

  test.each(MARKERS)("a list's row is masked: %s", marker => {
    const kept = ['id', 'agentId', 'branchId', 'versionId', 'criteria.0.id', 'collected.0.id', 'tagIds.0']
    expect(survives(fullSummary, redactor.summary, marker)).toEqual(kept)
  })

  test.each(MARKERS)('JSON data is masked: %s', marker => {
    expect(survives({ a: { b: ['x', { c: 'y' }] }, d: 'z' }, redactor.json, marker)).toEqual([])
  })
})

describe('a conversation', () => {
  const { userId: _, ...rest } = fullConversation
  const anonymous: Conversation = { ...rest, userId: null, variables: { city: 'Ulm' } }
  const say = (...messages: string[]): Conversation => ({
    ...anonymous,
    turns: messages.map((message, index): Turn => ({ ...fullConversation.turns[0], index, message })),
  })
  const messages = (call: Conversation) => redactor.conversation(call).turns.map(turn => turn.message)

  test('without personal data stays as it is', () => {
    expect(redactor.conversation(anonymous)).toEqual(anonymous)
    expect(redactor.summary(fullSummary)).toEqual(fullSummary)
  })

  test('is not changed itself', () => {
    const call = say('call +1 415 555 0132')
    const before = structuredClone(call)
    redactor.conversation(call)
    expect(call).toEqual(before)
  })

  test('has one pseudonym for a number in all its fields and spellings', () => {
    const call = planted(say('It is 415-555-0132', 'four one five'), 'phone.externalNumber', '+14155550132')
    const masked = redactor.conversation(call)
    expect(masked.phone?.externalNumber).toBe(mask('(415) 555 0132'))
    expect(masked.turns[0]?.message).toBe(`It is ${masked.phone?.externalNumber}`)
  })

  test('names a number once and is masked wherever that number stands, earlier and without a word about it', () => {
    const number = mask('+34 612345678')
    expect(messages(say('Is it 612345678?', 'Your mobile is 612345678, order 612345679'))).toEqual([
      `Is it ${number}?`,
      `Your mobile is ${number}, order 612345679`,
    ])
  })

  test('masks whatever a field named after a telephone holds, but not that there is none', () => {
    const external = (value: string) =>
      redactor.conversation(planted(say(''), 'phone.externalNumber', value)).phone?.externalNumber
    expect(external('sip:1001@pbx.local')).toMatch(/^\[phone-[0-9a-f]{8}\]$/)
    expect(external('82974')).toMatch(/^\[phone-[0-9a-f]{8}\]$/)
    expect(external('anonymous')).toBe('anonymous')
    expect(external('+14155550132')).toBe(mask('+14155550132'))
  })

  test('masks the id of its user, in texts and tool arguments, too', () => {
    const call = { ...say('I am mia_li_3668', 'mia_li_36689'), userId: 'mia_li_3668' }
    call.turns[0]!.toolCalls = [
      { requestId: 'r', name: 'find', type: null, argumentsText: '{"customer": "mia_li_3668"}', executed: true },
    ]
    const masked = redactor.conversation(call)
    expect(masked.userId).toMatch(/^\[user-[0-9a-f]{8}\]$/)
    expect(masked.turns.map(turn => turn.message)).toEqual([`I am ${masked.userId}`, 'mia_li_36689'])
    expect(masked.turns[0]?.toolCalls[0]?.argumentsText).toBe(`{"customer": "${masked.userId}"}`)
  })

  test('does not take a word of the transcript for the id of its user', () => {
    const masked = redactor.conversation({ ...say('I am a guest'), userId: 'guest' })
    expect(masked.userId).toMatch(/^\[user-/)
    expect(masked.turns[0]?.message).toBe('I am a guest')
  })

  test('whose user id is a telephone number has the pseudonym of that number', () => {
    const masked = redactor.conversation({ ...say('It is 415-555-0132'), userId: '+14155550132' })
    expect(masked.userId).toBe(mask('415-555-0132'))
  })

  test('masked twice is masked once', () => {
    const call = { ...say('415-555-0132, mia_li_3668, a@b.co', '612345678'), userId: 'mia_li_3668' }
    call.variables = { phone: '1001', user_id: 'x9', '+14155550132': 1 }
    const once = redactor.conversation(call)
    expect(redactor.conversation(once)).toEqual(once)
  })

  test('keeps members whose names are two spellings of one number', () => {
    const call = { ...anonymous, variables: { '+14155550132': 1, '415-555-0132': 2 } }
    expect(Object.values(redactor.conversation(call).variables)).toEqual([1, 2])
  })
})

test('another salt gives other pseudonyms; none is refused', async () => {
  const other = await masking('another salt')
  expect(other.text('+14155550132')).not.toBe(redactor.text('+14155550132'))
  await expect(masking('')).rejects.toThrow('salt')
})

test('a telephone number kept as a number is masked wherever it stands', () => {
  const body = {
    metadata: { phone_call: { external_number: '+15550107788' }, cost: 5550107 },
    analysis: {
      data_collection_results: {
        phone_number: { data_collection_id: 'phone_number', value: 5550100042, rationale: "It was '5550100042'." },
        order_id: { data_collection_id: 'order_id', value: 4155550132 },
      },
    },
    variables: { reached_at: 5550107788, seen: '{"a":5550107788,"b":[5550100042]}' },
  }
  const masked = JSON.stringify(redactor.json(body))
  expect(masked).not.toMatch(/5550107788|5550100042/)
  expect(masked).toContain('4155550132')
  expect(masked).toContain('"cost":5550107')
  const call = { ...fullConversation, collected: [{ id: 'phone_number', value: 5550100042, rationale: null }] }
  expect(redactor.conversation(call).collected[0]!.value).toMatch(/^\[phone-/)
})

test.each(['079.111.22.33', 'tel0791112233', '0791112233abc', '_0791112233_'])(
  'a number that the call has named is masked however it is written: %s',
  written => {
    const call = { number: '+41 79 111 22 33', text: `it is ${written}, yes` }
    const masked = JSON.stringify(redactor.json(call)).replaceAll(/\[[a-z_]+-[0-9a-f]{8}\]/g, '')
    expect(masked.replaceAll(/\D/g, '')).toBe('')
    // Nothing that only looks alike.
    for (const other of ['192.168.1.10', '10.0.0.1', 'conv_4155550132b'])
      expect(mask(`at ${other}, yes`)).toContain(other)
  },
)

test('a number without its area code is the number that the call has named', () => {
  const body = {
    data_collection_results: { phone_number: { data_collection_id: 'phone_number', value: 4155550132 } },
    transcript: [{ message: 'It ends with 555 0132.' }, { message: 'Mine, my number is 555-0107' }],
    variables: { last: '{"seen":5550132}', order: 'my order number is 555-0107' },
  }
  const masked = redactor.json(body) as typeof body
  const number = masked.data_collection_results.phone_number.value
  expect(masked.transcript[0]!.message).toBe(`It ends with ${number}.`)
  expect(masked.transcript[1]!.message).toMatch(/^Mine, my number is \[phone-\w{8}\]$/)
  expect(masked.variables.last).toBe(`{"seen":"${number}"}`)
})

test('user ids with dashes and dots are masked where they stand by themselves', () => {
  const id = '6f1c-77.a(b'
  const masked = redactor.json({ user_id: id, note: `${id} asked, not ${id}x`, at: `/users/${id}/calls` })
  const { user_id: user } = masked as { user_id: string }
  expect(user).toMatch(/^\[user-/)
  expect(masked).toEqual({ user_id: user, note: `${user} asked, not ${id}x`, at: `/users/${user}/calls` })
})

test('a user id that holds the name of its user is masked as a whole', () => {
  const user_id = 'ada_lovelace_1815'
  const masked = redactor.json({
    user_id,
    dynamic_variables: { name: 'Ada Lovelace' },
    said: `User ID: ${user_id}, Lovelace.`,
  })
  expect((masked as { said: string }).said).toMatch(/^User ID: \[user-\w{8}\], \[name-\w{8}\]\.$/)
})

test('an address in quotation marks is the address', () => {
  expect(redactor.text("given as 'a@b.example'")).toBe(`given as '${redactor.text('a@b.example')}'`)
})
