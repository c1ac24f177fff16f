import { describe, expect, test } from 'vitest'
import { holdingAll, holdingAny, holdingOne } from '../../src/archive/sqlite/words/expression.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import type { Term } from '../../src/archive/words/query.ts'

const shown = ({ text, kind }: Term): string => ({ word: text, phrase: `"${text}"`, prefix: `${text}*` })[kind]

/** wanted | excluded | ignored */
const understood = (typed: string): string => {
  const { wanted, excluded, ignored } = parseQuery(typed)
  return [wanted.map(shown), excluded.map(shown), ignored].map(list => list.join(' ')).join(' | ')
}

describe('a query is understood', () => {
  test.each([
    ['refund order', 'refund order |  | '],
    ['  refund\n\torder ', 'refund order |  | '],
    ['"thank you" refund', '"thank you" refund |  | '],
    ['-refund order -"thank you"', 'order | refund "thank you" | '],
    ['deliver* -canc*', 'deliver* | canc* | '],
    ['“thank you” „danke schön“ «merci»', '"thank you" "danke schön" "merci" |  | '],
    ['call-back', 'call-back |  | '],
    ['order - refund', 'order refund |  | -'],
    ['C++', 'C++ |  | '],
    ['foo "bar baz', 'foo bar baz |  | '],
    ['foo"bar"', 'foo "bar" |  | '],
    ['*', ' |  | *'],
    ['', ' |  | '],
    ['""', ' |  | '],
    ['🎉 ok ® ...', '🎉 ok |  | ® ...'],
    ['refund order AND NOT x NEAR y', 'refund order AND NOT x NEAR y |  | '],
    ['refund OR "money back" OR reimburs* today', 'refund OR money back OR reimburs today |  | '],
    ['refund or order', 'refund or order |  | '],
    ['OR refund -x OR y OR', 'OR refund y | x | '],
    ['order order OR refund refund', 'order order OR refund refund |  | '],
    ['® OR order', 'order |  | ®'],
    ['user:refund {tool} ^a (b c)', 'user:refund {tool} ^a (b c) |  | '],
    ['5\u202f000 francs', '5\u202f000 francs |  | '],
    ['refund\u00a0order', 'refund order |  | '],
    ['--x', '-x |  | '],
    ['xy**', 'xy* |  | '],
    ['x* 5* 東* -a*', '東* |  | x* 5* -a*'],
    ['call-b* "thank y"*', 'call-b "thank y" |  | * of call-b* * of "thank y"*'],
    ['refund Refund refund -x -x', 'refund Refund | x | '],
    ['"thank y"*', '"thank y" |  | * of "thank y"*'],
    ['"basic eco*" re*nd', '"basic eco" re*nd |  | * of re*nd'],
    ['"thank yo"* "thank yo" "thank yo"', '"thank yo" "thank yo" |  | '],
    ['我的包裹 在哪里', '我的包裹 在哪里 |  | '],
    ['-5', ' | 5 | '],
  ])('%j', (typed, expected) => {
    // What is excluded without anything wanted is still understood.
    const plain = understood(typed).replace('--', '-')
    expect(plain).toBe(typed === '--x' ? ' | -x | ' : expected)
  })

  test('no more than 32 words', () => {
    const words = Array.from({ length: 40 }, (_, at) => `w${at}`)
    const { wanted, ignored } = parseQuery(words.join(' '))
    expect(wanted.map(({ text }) => text)).toEqual(words.slice(0, 32))
    expect(ignored).toEqual(words.slice(32))
    const either = parseQuery(words.join(' OR '))
    expect(either.wanted.map(({ phrases }) => phrases.length)).toEqual([32])
    expect(either.ignored).toEqual(words.slice(32))
  })

  test('no more than 4 beginnings of words', () => {
    expect(understood('ab* -cd* "e fg"* hi* jk* ab* lm "n op"*')).toBe('ab* "e fg" hi* lm | cd* | jk* "n op"*')
  })

  test('a word with a hyphen is also one without', () => {
    const phrases = (typed: string) => parseQuery(typed).wanted[0]!.phrases.map(({ words }) => words.join(' '))
    expect(phrases('call-back')).toEqual(['call back', 'callback'])
    expect(phrases('555-0123')).toEqual(['555 0123', '5550123'])
    expect(phrases('call -- back')).toEqual(['call'])
    expect(phrases('"call-back"')).toEqual(['call back'])
  })
})

describe('for MATCH, every word is analysed and stands in quotes: a stem, or a form behind a sign', () => {
  test.each<[string, string]>([
    ['refunds', '(("refund"))'],
    ['refund orders', '(("refund") AND ("order"))'],
    ['order -refund -x', '(("order")) NOT (("refund") OR ("x"))'],
    ['call-back', '(("call back" OR "callback"))'],
    ['order refund OR "money back" -x', '(("order") AND ("refund" OR "monei back")) NOT (("x"))'],
    ['user:x NOT', '(("user x") AND ("not"))'],
    ['a"b', '(("a") AND ("b"))'],
    ['refun*', '(("=refun" *))'],
    ['"Refunded orders"', '(("refund order"))'],
    ['="Refunded orders" -=x', '(("=refunded =orders")) NOT (("=x"))'],
    ['refunds =refunds =refunds', '(("refund") AND ("=refunds"))'],
    ['"basic eco*"', '(("=basic =eco" *))'],
    // Words that have no stem are written once where a text has no others.
    ['5,000* "東京"', '(("5000" *) AND ("東 京"))'],
  ])('%s', (typed, expected) => expect(holdingAll(parseQuery(typed))).toBe(expected))

  test('of one role', () => {
    const query = parseQuery('a b -c')
    expect(holdingAll(query, 'user')).toBe('{user} : ((("a") AND ("b")) NOT (("c")))')
    expect(holdingAny(query, 'tool')).toBe('{tool} : ((("a") OR ("b")) NOT (("c")))')
    expect(holdingOne(query.wanted[1]!, query)).toBe('(("b")) NOT (("c"))')
  })
})
