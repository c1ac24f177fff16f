import { describe, expect, it } from 'vitest'
import { callerOf } from '../../src/domain/caller.ts'

const phone = (externalNumber: string | null) => ({
  ...{ type: 'twilio', direction: 'inbound', agentNumber: null, result: null },
  externalNumber,
})
const byNumber = (number: string | null) => callerOf({ userId: null, phone: phone(number) })
const byUser = (userId: string | null) => callerOf({ userId, phone: null })

describe('nobody knows who called', () => {
  it.each([
    ...['', ' ', '+', 'anonymous', 'Anonymous', 'ANONYMOUS', 'Restricted', 'Unavailable', 'unknown', 'Private Number'],
    ...['withheld', 'Blocked', 'No Caller ID', 'not available', 'Unbekannt', '非通知', 'n/a', 'undefined', 'null'],
    ...['+1', '1', '+12562533', '+17378742833', '+1Anonymous', '+44withheld'],
    // ANONYMOUS, RESTRICTED, UNAVAILABLE, UNKNOWN, PRIVATE, BLOCKED on a keypad
    ...['+266696687', '266696687', '+7378742833', '+86282452253', '+8656696', '+7748283', '+2562533'],
    ...[
      '0',
      '00',
      '0000000000',
      '+0000000000',
      '9999999999',
      'sip:anonymous@anonymous.invalid',
      'sip:unavailable@10.0.0.1',
    ],
    ...['+10000000000', '0010000000000', '+44 0000 000000', '+35300000000', '+15555555555', '+1 (999) 999-9999'],
    ...['1234567890', '+11234567890', '+1 234 567 890', '0123456789', 'sip:+10000000000@example.com'],
    ...[
      '"Anonymous" <sip:anonymous@anonymous.invalid>',
      'sip:+15550107788@anonymous.invalid',
      'tel:anonymous',
      '4.91512E+12',
      null,
    ],
  ])('number %s', number => {
    expect(byNumber(number)).toBeNull()
  })

  it.each([
    ...['', '  ', 'undefined', 'null', 'None', 'nan', 'N/A', '-', '--', '?', 'anonymous', 'Guest', 'unknown user'],
    ...[
      '\u0024{userId}',
      '$user_id',
      '%USER%',
      '<user_id>',
      '{{system__caller_id}}',
      '4.91512E+12',
      'nobody',
      'Unbekannt',
      'Anónimo',
    ],
    ...['0', '-1', '00000000-0000-0000-0000-000000000000', '[object Object]', '{{user_id}}', '+266696687', null],
    ...['void', 'Test', 'test_user', 'test-user', 'default', 'Default User', 'dummy', 'demo', 'placeholder', 'string'],
    ...['{user_id}', '{}', 'user_id', 'USER-ID', 'userid'],
  ])('user %s', user => {
    expect(byUser(user)).toBeNull()
  })
})

describe('a caller', () => {
  it('is the user, else the number', () => {
    expect(callerOf({ userId: ' user_1 ', phone: phone('+15550107788') })).toBe('user user_1')
    expect(callerOf({ userId: 'undefined', phone: phone('+15550107788') })).toBe('number 15550107788')
  })

  it.each([
    ...['+1 555 010 7788', '+1 (555) 010-7788', '15550107788', '0015550107788', 'tel:+15550107788'],
    ...['sip:+15550107788@example.com;user=phone', '"Ada" <sip:15550107788@example.com>', 'whatsapp:+15550107788'],
  ])('has one number, also written %s', number => {
    expect(byNumber(number)).toBe('number 15550107788')
  })

  it('may have an address, a short number, or an id of any kind', () => {
    expect(byNumber('sip:Alice@Example.com')).toBe('number alice@example.com')
    // Numbers that are sold for being easy to remember.
    for (const number of ['447777777777', '12127777777', '4570000000', '12120000000', '919999999999'])
      expect(byNumber(`+${number}`)).toBe(`number ${number}`)
    expect(byNumber('1001')).toBe('number 1001')
    expect(byUser('12')).toBe('user 12')
    expect(byUser('1')).toBe('user 1')
    expect(byUser('a<b@example.com>')).toBe('user a<b@example.com>')
    expect(byUser('100%')).toBe('user 100%')
    expect(byNumber('12')).toBe('number 12')
    expect(byUser('nullah@example.com')).toBe('user nullah@example.com')
    for (const user of ['test@example.com', 'test1', 'Demo GmbH', 'Voidstar', 'Sample, Ada'])
      expect(byUser(user)).toBe(`user ${user}`)
    expect(byUser('private-7')).toBe('user private-7')
    expect(byUser('Noor Blocked-Smith')).toBe('user Noor Blocked-Smith')
  })

  it.each([
    // Of one country, however they are dialled there.
    ['+49 30 901820', '4930901820', ['(030) 901820', '030 901820', '0049 30 901820', '4930901820', '+49 (0)30 901820']],
    ['+44 20 7031 3000', '442070313000', ['020 7031 3000', '442070313000', '+44 (0)20 7031 3000']],
    // Nobody dials a zero there, and numbers of ten digits may begin like codes of other countries.
    ['+1 212 736 5000', '14325520132', ['432 552 0132', '1 432 552 0132', '+1 (432) 552-0132', '0014325520132']],
    ['+1 212 736 5000', '4930901820', ['+49 30 901820', '0049 30 901820']],
    ['+34 912 345 678', '34612345678', ['612 345 678', '+34612345678', '34612345678']],
    // What is no number of any plan stays what it is.
    ['+49 30 901820', '1001', ['1001']],
  ])('that called %s has the number %s in all spellings', (agentNumber, number, spellings) => {
    for (const externalNumber of spellings) {
      const call = { userId: null, phone: { ...phone(externalNumber), agentNumber } }
      expect(callerOf(call), externalNumber).toBe(`number ${number}`)
    }
  })
})

it('a number in full-width digits is that number', () => {
  expect(byNumber('＋４９ １５１ ２３４５６７８９')).toBe(byNumber('+4915123456789'))
})
