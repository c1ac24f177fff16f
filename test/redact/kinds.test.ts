import { beforeAll, describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/domain/conversation.ts'
import { PSEUDONYM } from '../../src/domain/pseudonym.ts'
import { fullConversation } from './full.ts'
import { type Masking, masking } from './masking.ts'

let redactor: Masking
beforeAll(async () => {
  redactor = await masking('a salt of the tests')
})

const short = (text: string): string => text.replace(PSEUDONYM, pseudonym => `<${/\w+/.exec(pseudonym)![0]}>`)
const mask = (text: string): string => short(redactor.text(text))

describe('in words', () => {
  test.each([
    ['five five five, one two three four', '<phone>'],
    ['It is four one five double five five oh one three two, thanks', 'It is <phone>, thanks'],
    ['meine Nummer ist null drei null neun null eins acht zwei null', 'meine Nummer ist <phone>'],
    ['mi número es seis uno dos tres cuatro cinco seis siete ocho', 'mi número es <phone>'],
    ['+1 415 five five five 0132', '<phone>'],
    ['my card is four one one one, one one one one, one one one one, one one one one', 'my card is <card>'],
    ['my social security number is one two three four five six seven eight nine', 'my social security number is <id>'],
    ['jane at example dot com', '<email>'],
    ['it is jane dot doe underscore x at mail dot example dot co dot uk, ok', 'it is <email>, ok'],
    ['j a n e at example dot org', '<email>'],
  ])('%s', (text, masked) => expect(mask(text)).toBe(masked))

  test.each([
    'one two three, testing',
    'one two three four five six seven eight nine',
    'the order number is five five five one two three four',
    'one or two of the three, or four',
    'look at example dot com',
    'at that point dot com was new',
  ])('nothing in: %s', text => expect(mask(text)).toBe(text))

  test('have the pseudonym of what is written in figures and signs', () => {
    const pseudonyms = (text: string) => redactor.text(text).match(PSEUDONYM)
    expect(pseudonyms('call four one five, five five five, oh one three two')).toEqual(pseudonyms('call 415-555-0132'))
    expect(pseudonyms('jane dot doe at example dot com')).toEqual(pseudonyms('jane.doe@example.com'))
  })
})

describe('addresses and numbers of banks and papers', () => {
  test.each([
    ['I live at 1600 Harbor View Drive, Apt 4, Springfield, IL 62704.', 'I live at <address>.'],
    ['221B Baker Street, London NW1 6XE', '<address>'],
    ['220 Old Mill Road. Thanks', '<address>. Thanks'],
    ['12 main street please', '<address> please'],
    ['Hauptstraße 12, 10115 Berlin', '<address>'],
    ['au 12 bis rue de la Paix, 75002 Paris', 'au <address>'],
    ['Calle Mayor 12, 28013 Madrid', '<address>'],
    ['postcode NW1 6XE', 'postcode <address>'],
    ['routing number 021000021', 'routing number <account>'],
    ['sort code: 12-34-56', 'sort code: <account>'],
    ['account number is 12345679, routing number 021000021', 'account number is <account>, routing number <account>'],
    ['sort code 20-00-00, account 55779911', 'sort code <account>, account <account>'],
    ['NI number QQ 12 34 56 C? No: AB 12 34 56 C', 'NI number QQ 12 34 56 C? No: <id>'],
    ['DNI 12345678Z', 'DNI <id>'],
    ['DNI 12345678A', 'DNI 12345678A'],
    ['CPF 529.982.247-25', 'CPF <id>'],
    ['passport number is C01X00T47', 'passport number is <id>'],
  ])('%s', (text, masked) => expect(mask(text)).toBe(masked))

  test.each([
    '5 minutes down the road',
    '20 people on the street',
    'Parkplatz 12',
    'https://shop.example/street/12-main-street/orders/12345678',
    'my account was opened in 2019',
    'customer account 55779911',
    'a passport is needed for 2 persons',
  ])('nothing in: %s', text => expect(mask(text)).toBe(text))
})

describe('what a call names', () => {
  const [turn] = fullConversation.turns
  const call = (given: Partial<Conversation>, ...messages: string[]): Conversation => ({
    ...fullConversation,
    id: `conv_${messages.join(' ').length}_${JSON.stringify(given).length}`,
    variables: {},
    collected: [],
    turns: messages.map((message, index) => ({
      ...turn,
      index,
      message,
      planned: null,
      toolCalls: [],
      toolResults: [],
    })),
    ...given,
  })
  const said = (given: Conversation): string[] =>
    redactor.conversation(given).turns.map(({ message }) => short(message))

  test.each<[string, Partial<Conversation>]>([
    ['a variable', { variables: { customer_name: 'Maria Castellanos' } }],
    ['part of a variable', { variables: { customer: { name: 'Maria Castellanos' } } }],
    ['a data field', { collected: [{ id: 'full_name', value: 'Maria Castellanos', rationale: null }] }],
  ])('a name in %s is masked in every turn, with its parts', (_, given) => {
    const talk = ['Hello maria castellanos', "Maria's order", 'Ms. CASTELLANOS?', 'Santa Mariana, maria']
    expect(said(call(given, ...talk))).toEqual([
      'Hello <name>',
      "<name>'s order",
      'Ms. <name>?',
      'Santa Mariana, maria',
    ])
  })

  test.each([
    ['argumentsText', '{"first_name":"Maria","street":"Kirchweg 7","date_of_birth":"1980-05-04"}'],
    ['argumentsText', '{ "name": "Maria", "street" : "Kirchweg 7", "birth": "05/04/1980" }'],
  ])('in the arguments of a tool: %s %s', (_, argumentsText) => {
    const given = call({}, 'I am Maria, from Kirchweg 7', 'born on May 4th, 1980, in 1980', 'so 1980-05-04')
    given.turns[0]!.toolCalls = [{ ...turn.toolCalls[0], argumentsText }]
    expect(said(given)).toEqual(['I am <name>, from <address>', 'born on <birth>, in 1980', 'so <birth>'])
    const [shown] = redactor.conversation(given).turns[0]!.toolCalls
    expect(short(JSON.stringify(Object.values(JSON.parse(shown!.argumentsText))))).toBe(
      '["<name>","<address>","<birth>"]',
    )
  })

  test.each(["Sean O'Brien", 'Mary-Jane Watson', 'J. Okonkwo'])('a user id that is a name: %s', name => {
    const last = name.split(' ').at(-1)!
    const given = { ...call({ variables: { user_name: name } }, `It is ${last}.`, name), userId: name }
    expect(said(given)).toEqual(['It is <name>.', '<name>'])
    expect(said({ ...call({}, `It is ${last}.`, name), userId: name })).toEqual(['It is <name>.', '<name>'])
  })

  test('papers whose letters differ are two, and letters may part their figures', () => {
    const given = call({ variables: { passport: 'X1234567', passport_no: 'C01X00T47', driver_license: 'D1234567' } })
    const shown = Object.values(redactor.conversation(given).variables)
    expect(new Set(shown).size).toBe(3)
    expect(shown.map(one => short(String(one)))).toEqual(['<id>', '<id>', '<id>'])
  })

  test('names of things and of nobody stay', () => {
    const variables = { agent_name: 'Ada', product_name: 'Maria', name: 'unknown', plan: 'Gold', email_address: 'none' }
    const given = call({ variables }, 'Ada of Maria, unknown, Gold')
    given.turns[0]!.toolResults = [{ ...turn.toolResults[0], resultText: '{"name":"Gold","tool_name":"Ada"}' }]
    expect(said(given)).toEqual(['Ada of Maria, unknown, Gold'])
    expect(redactor.conversation(given).turns[0]!.toolResults[0]!.resultText).toBe('{"name":"Gold","tool_name":"Ada"}')
  })

  test.each(['names', 'second_name', 'surname2', 'name_list', 'prénom'])('a name in %s, alone or in a list', field => {
    for (const value of ['Maria', ['Maria']]) {
      expect(said(call({ variables: { [field]: value } }, 'Hello Maria'))).toEqual(['Hello <name>'])
    }
  })

  test('whatever stands in the field of a telephone is its number, however deep and in whatever type', () => {
    const phone = { cc: 49, main: -15123456789, list: [15123456780.5, { direct: '4155550134' }], type: 'cell 2026' }
    const variables = { phone, order: 15123456781 }
    const resultText = JSON.stringify({ contacts: [{ phoneNumbers: phone }, { order: 15123456781 }] })
    const given = call({ variables, collected: [{ id: 'phone', value: phone, rationale: null }] }, 'Hello')
    given.turns[0]!.toolResults = [{ ...turn.toolResults[0], resultText }]
    const shown = redactor.conversation(given)
    const body = {
      ...{ phone: { value: phone }, dynamic_variables: variables },
      data_collection_results: { phone: { data_collection_id: 'phone', value: phone } },
    }
    for (const masked of [shown.variables, shown.collected, shown.turns[0]!.toolResults, redactor.json(body)]) {
      const text = JSON.stringify(masked)
      expect(text).not.toMatch(/1512345678[09]|4155550134/)
      expect(text).toContain('cell 2026')
    }
    expect(shown.variables.order).toBe(15123456781)
    expect(shown.turns[0]!.toolResults[0]!.resultText).toContain('{"order":15123456781}')
  })

  test('numbers are masked whatever their type, and JSON stays JSON', () => {
    const json =
      '{"zip":62704,"account_number":12345678,"count":12345678,"at":1790872117,"url":"https://x.example/?a=[1]"}'
    const masked = JSON.parse(redactor.text(json))
    expect(masked).toEqual({
      ...JSON.parse(json),
      zip: expect.stringMatching(/^\[address-/),
      account_number: expect.stringMatching(/^\[account-/),
    })
  })

  test('values of chosen variables are masked wherever they stand, whatever they are', async () => {
    const own = await masking('a salt', ['plan', 'Case-Ref'])
    const variables = { plan: 'Gold Plus', caseRef: 7731, city: 'Ulm', details: { plan: ['Silver Plus'] } }
    const masked = own.conversation(call({ variables }, 'gold plus in Ulm', 'Silver Plus'))
    expect(short(JSON.stringify(masked.variables))).toBe(
      '{"plan":"<value>","caseRef":"<value>","city":"Ulm","details":{"plan":["<value>"]}}',
    )
    expect(masked.turns.map(({ message }) => short(message))).toEqual(['<value> in Ulm', '<value>'])
  })
})
