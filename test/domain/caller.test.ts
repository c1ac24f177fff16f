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
    ...['"Anonymous" <sip:anonymous@anonymous.invalid>', 'sip:+15550107788@anonymous.invalid', 'tel:anonymous', null],
  ])('number %s', number => {
    expect(byNumber(number)).toBeNull()
  })

  it.each([
    ...['', '  ', 'undefined', 'null', 'None', 'nan', 'N/A', '-', '--', '?', 'anonymous', 'Guest', 'unknown user'],
    ...['\u0024{userId}', '$user_id', '%USER%', '<user_id>', '{{system__caller_id}}', 'nobody', 'Unbekannt', 'Anónimo'],
    ...['0', '-1', '00000000-0000-0000-0000-000000000000', '[object Object]', '{{user_id}}', '+266696687', null],
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
    expect(byNumber('1001')).toBe('number 1001')
    expect(byUser('12')).toBe('user 12')
    expect(byUser('1')).toBe('user 1')
    expect(byUser('a<b@example.com>')).toBe('user a<b@example.com>')
    expect(byUser('100%')).toBe('user 100%')
    expect(byNumber('12')).toBe('number 12')
    expect(byUser('nullah@example.com')).toBe('user nullah@example.com')
    expect(byUser('private-7')).toBe('user private-7')
    expect(byUser('Noor Blocked-Smith')).toBe('user Noor Blocked-Smith')
  })
})
