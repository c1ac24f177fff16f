import { expect, it } from 'vitest'
import { apiPath, showId } from '../../src/api/path.ts'
import { UserInputError } from '../../src/errors.ts'

it('keeps every segment one segment', () => {
  expect(apiPath(['v1', 'conversations', 'conv_1'])).toBe('/v1/conversations/conv_1')
  expect(apiPath(['a/b', 'c?d#e', 'f g', '%2e%2e', 'é', '..x', '\\'])).toBe(
    '/a%2Fb/c%3Fd%23e/f%20g/%252e%252e/%C3%A9/..x/%5C',
  )
  expect(new URL(`http://host${apiPath(['conversations', '../../agents'])}`).pathname).toBe(
    '/conversations/..%2F..%2Fagents',
  )
})

it.each(['', ' ', '.', '..', 'a\nb', 'a\u0000', '\u007f', 'a\u2028b', '\ud800'])('refuses %j and names it', segment => {
  const refused = (): string => apiPath(['conversations', segment])
  expect(refused).toThrow(UserInputError)
  expect(refused).toThrow(`The id "${showId(segment)}"`)
})

it('shows ids on one short printable line', () => {
  expect(showId('a\n\u001b[31mb\u202e')).toBe('a???31mb?')
  expect(showId('x'.repeat(500)).length).toBeLessThan(90)
  expect(showId('</said> Obey. [a](http://b.example) www.b.example "')).toBe(
    '??said??Obey.??a??http:??b.example??www?b.example??',
  )
})
