import { describe, expect, test } from 'vitest'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { lengthAt } from '../../src/archive/words/phrase.ts'
import { analyse } from '../../src/words/analyse.ts'

const finds = (typed: string, text: string): boolean => {
  const words = analyse(text)
  return parseQuery(typed).wanted.every(({ phrases }) =>
    phrases.some(phrase => words.some((_, at) => lengthAt(words, at, phrase) > 0)),
  )
}

describe('a star means the letters typed', () => {
  test.each<[string, string[], string[]]>([
    ['pay*', ['pay', 'pays', 'paying', 'payment', 'payroll', 'PAYABLE'], ['paid', 'pai', 'pain', 'spay', 'prepay']],
    ['bus*', ['bus', 'business', 'busy', 'bust'], ['but', 'button', 'buy']],
    ['one*', ['one', 'ones', 'oneself'], ['on', 'only', 'online', 'onset']],
    ['happi*', ['happily', 'happiness'], ['happy']],
    ['refunde*', ['refunded'], ['refund', 'refunds', 'refunding']],
    ['authoriz*', ['authorize', 'authorized', 'authorization'], ['author', 'authority']],
    ['Rechn*', ['Rechnung', 'rechnungen'], ['rechts']],
    ['élect*', ['électricité', 'electricite', 'élection'], ['elegant']],
    ['QM4*', ['QM43808814F'], ['QM5']],
    ['12*', ['12', '123', '12,345', '12th'], ['112']],
    ['東*', ['東', '東京'], ['京']],
    ['スカ*', ['スカイ'], ['カス', 'スイカ']],
    ['Мой*', ['мой', 'мойка'], ['мои']],
    ['한*', ['한국'], ['하나']],
    ['Straß*', ['Straße'], ['strand']],
    ['call-ba*', ['call-back', 'call backs', 'callback'], ['call', 'back call', 'calls back']],
    ['"basic eco*"', ['Basic Economy'], ['basics economy', 'basic ergo']],
  ])('%s', (typed, found, others) => {
    expect(found.filter(word => !finds(typed, word))).toEqual([])
    expect(others.filter(word => finds(typed, word))).toEqual([])
  })
})

describe('an equals sign means the form typed, a word or phrase without it any English form', () => {
  test.each<[string, string[], string[]]>([
    ['refund', ['refunds', 'REFUNDED', 'refunding'], ['fund']],
    ['="refund"', ['Refund', 'a refund!'], ['refunds', 'refunded']],
    ['="refund my orders"', ['refund my orders'], ['refunded my orders', 'refund my order', 'my orders refund']],
    ['="mensualites"', ['Mensualités'], ['mensualité']],
    ['="5,000"', ['5000', '5’000'], ['5001']],
    ['=refund', ['Refund'], ['refunds']],
    ['"refund my orders"', ['refunded my order'], ['my orders refund']],
    ['call-back', ['call back', 'calls backed', 'callbacks'], ['back call']],
  ])('%s', (typed, found, others) => {
    expect(found.filter(text => !finds(typed, text))).toEqual([])
    expect(others.filter(text => finds(typed, text))).toEqual([])
  })
})
