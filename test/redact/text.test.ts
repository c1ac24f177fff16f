import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { anyText } from '../support/any-text.ts'
import { runs } from '../support/runs.ts'
import { type Masking, masking } from './masking.ts'

let redactor: Masking
beforeAll(async () => {
  redactor = await masking('a salt of the tests')
})
const mask = (text: string) => redactor.text(text)
const rest = (text: string) => mask(text).replace(/\[(\w+)-[0-9a-f]{8}\]/g, '<$1>')

describe('e-mail addresses', () => {
  test.each([
    ['a@b.co', '<email>'],
    ["o'brien+news@sub.example.co.uk.", '<email>.'],
    ['jörg@müller.de', '<email>'],
    ['<a@b.com>, c@d.org', '<<email>>, <email>'],
    ['mailto:a@b.com?subject=x', 'mailto:<email>?subject=x'],
    ['to=john%40example.com&x', 'to=<email>&x'],
    ['john\u200b@example.com', '<email>'],
    ['邮箱是john@x.com，谢谢', '邮箱是<email>，谢谢'],
    ['support@例子.中国', '<email>'],
    ['ｊohn＠example．com', '<email>'],
  ])('%s', (text, left) => expect(rest(text)).toBe(left))

  test.each(['@handle', 'a@b', 'meet @ 5', 'x@1.2.3.4', '=@SUM(1)', 'look at example dot com'])('none in %s', text =>
    expect(mask(text)).toBe(text),
  )

  test('have one pseudonym in any case', () => {
    expect(mask('JOHN@Example.com')).toBe(mask('john@example.com'))
    expect(mask('john%40example.com')).toBe(mask('john@example.com'))
  })
})

describe('cards', () => {
  test.each([
    ['4111 1111 1111 1111', '<card>'],
    ['4111-1111-1111-1111', '<card>'],
    ['4111111111111111', '<card>'],
    ['3782 822463 10005', '<card>'],
    ['30569309025904', '<card>'],
    ['6304000000000000', '<card>'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '<card>'],
    ['4111 1111 1111 1111 12/25 123', '<card> 12/25 123'],
    ['4111 1111 1111 1111 5555 5555 5555 4444', '<card> <card>'],
    ['card4: 4111 1111 1111 1111', 'card4: <card>'],
    ['it is4111111111111111ok', 'it is<card>ok'],
  ])('%s', (text, left) => expect(rest(text)).toBe(left))

  test.each(['4111 1111 1111 1112', '0000 0000 0000 0000', '1727712000000', 'id_4111111111111111', '9400 1000 0000'])(
    'none in %s',
    text => expect(mask(text)).toBe(text),
  )

  test('have one pseudonym in any grouping', () => {
    expect(mask('4111-1111-1111-1111')).toBe(mask('4111111111111111'))
  })
})

describe('IBANs', () => {
  test.each([
    ['DE89 3704 0044 0532 0130 00', '<iban>'],
    ['de89370400440532013000', '<iban>'],
    ['DE89 3704 0044 0532 0130 00 and more', '<iban> and more'],
    ['GB82 WEST 1234 5698 7654 32', '<iban>'],
    ['NO93 8601 1117 947', '<iban>'],
    ['FR14 2004 1010 0505 0001 3M02 606', '<iban>'],
    ['MT84MALT011000012345MTLCAST001S', '<iban>'],
  ])('%s', (text, left) => expect(rest(text)).toBe(left))

  test.each(['DE89 3704 0044 0532 0130 02', 'XY89 3704 0044 0532', 'DE89', 'in 22 days I need 12 of these'])(
    'none in %s',
    text => expect(mask(text)).toBe(text),
  )

  test('have one pseudonym in any grouping and case', () => {
    expect(mask('de89-3704-0044-0532-0130-00')).toBe(mask('DE89370400440532013000'))
  })
})

describe('social security numbers', () => {
  test.each([
    ['123-45-6789', '<id>'],
    [
      'my social security number is 123-45-6789 and my number is 415-555-0132',
      'my social security number is <id> and my number is <phone>',
    ],
    ['SSN 123 45 6789', 'SSN <id>'],
    ['Social: 078051120.', 'Social: <id>.'],
    ['my tax id, 912-70-1234, please', 'my tax id, <id>, please'],
    [
      '{"ssn":78051120,"taxId":"078 05 1120","social_security_number":"1120"}',
      '{"ssn":"<id>","taxId":"<id>","social_security_number":"<id>"}',
    ],
  ])('%s', (text, left) => expect(rest(text)).toBe(left))

  test.each([
    'order 123 45 6789',
    '123456789',
    '1-123-45-6789',
    '123-45-67890',
    'A123-45-6789',
    '123-456-789',
    '{"n":123456789}',
  ])('none in %s', text => expect(mask(text)).toBe(text))

  test('have one pseudonym however they are written', () => {
    const [one, ...others] = ['078-05-1120', 'ssn 078051120', '{"ssn":78051120}'].map(
      text => /\[id-\w+\]/.exec(mask(text))![0],
    )
    expect(others).toEqual([one, one])
  })

  test('are no telephone number that the call names', async () => {
    const call = { phone: '+49 151 2345 6789', said: 'My social security number is 123-45-6789.' }
    expect((redactor.json(call) as typeof call).said).toMatch(/is \[id-\w+\]\.$/)
  })
})

describe('JSON as text', () => {
  test('keeps its layout and all that is not masked', () => {
    const json = '{ "id": 12345678901234567890,\n  "amount": 1.50, "phone": "+14155550132", "ok": true }'
    expect(mask(json)).toBe(json.replace('+14155550132', mask('+14155550132')))
  })

  test('is read with the names of its fields', () => {
    expect(rest('{"phone":"82974123","mobileNumber":14155550132,"callerId":"1001"}')).toBe(
      '{"phone":"<phone>","mobileNumber":"<phone>","callerId":"<phone>"}',
    )
    expect(rest('{"order_id":"4155550132","count":4155550132,"phone":null,"phones":["82974123"]}')).toBe(
      '{"order_id":"4155550132","count":4155550132,"phone":null,"phones":["<phone>"]}',
    )
    expect(rest('{"card":4111111111111112,"userId":42,"n":4111111111111112}')).toBe(
      '{"card":4111111111111112,"userId":"<user>","n":4111111111111112}',
    )
    // A card tells itself by its check digit, also one with more digits than a number counts exactly.
    expect(rest('{"n":4111111111111111,"m":6304000000000000000,"order":12345678901234567891}')).toBe(
      '{"n":"<card>","m":"<card>","order":12345678901234567891}',
    )
  })

  test('is read within JSON, and where its signs are escaped', () => {
    const inner = JSON.stringify({ to: '+14155550132' })
    expect(JSON.parse(JSON.parse(mask(JSON.stringify({ inner }))).inner)).toEqual({ to: mask('+14155550132') })
    expect(mask('["\\u002b1415555\\u0030132"]')).toBe(`["${mask('+14155550132')}"]`)
  })

  test('that is cut off is masked as text', () => {
    expect(rest('{"phone":"+14155550132","mail":"a@b.c')).toBe('{"phone":"<phone>","mail":"a@b.c')
    expect(rest('{"phone":"82974123","x":')).toBe('{"phone":"<phone>","x":')
  })

  const leaf = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeNat(),
    fc.constantFrom(
      '+1 415 555 0132',
      'a@b.co',
      '4111 1111 1111 1111',
      4155550132,
      4111111111111111,
      'mia_li_3668',
      null,
      true,
    ),
  )
  const name = fc.constantFrom('phone', 'user_id', 'card', 'x', 'order_id', '__proto__', 'email', 'a b', 'é')
  const value = fc.letrec(tie => ({
    any: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('any')), fc.dictionary(name, tie('any'))),
  })).any

  test('stays valid JSON of the same shape, the same masked twice, the same as data', () => {
    const shape = (any: unknown): unknown =>
      Array.isArray(any)
        ? any.map(shape)
        : typeof any === 'object' && any !== null
          ? Object.entries(any).map(([key, member]) => [key, shape(member)])
          : typeof any === 'string' || typeof any === 'number'
            ? 'leaf'
            : any
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (given, indent) => {
        const masked = mask(JSON.stringify(given, null, indent))
        if (typeof given === 'object')
          expect(shape(JSON.parse(masked))).toEqual(shape(JSON.parse(JSON.stringify(given))))
        expect(mask(masked)).toBe(masked)
        const data = redactor.json(given)
        expect(redactor.json(data)).toEqual(data)
      }),
      { numRuns: runs(200) },
    )
  })
})

test('masking twice is masking once', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '+1 415 555 0132',
      'a@b.co',
      '4111 1111 1111 1111',
      'DE89 3704 0044 0532 0130 00',
      '[card-00000000]',
      '@',
    ),
    fc.constantFrom('DE89', ' ', '-', ', ', '"', '{', '[', '\\', '%40', '\u001b[0m', '1', '16', 'order', 'call'),
    anyText({ maxLength: 3 }),
  )
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 12 }).map(parts => parts.join('')),
      given => {
        const once = mask(given)
        expect(mask(once)).toBe(once)
      },
    ),
    { numRuns: runs(500) },
  )
})

test('a text without personal data is the same text, invisible characters included', () => {
  const plain = 'Zero\u200b width 12 \u001b[31mred'
  expect(mask(plain)).toBe(plain)
})
