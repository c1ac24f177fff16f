import { describe, expect, test } from 'vitest'
import { learn, termsOf } from '../../src/archive/words/terms.ts'
import { lengthAt } from '../../src/search/phrase.ts'
import { prefixPhrases } from '../../src/search/prefix.ts'
import { sample } from '../support/sample.ts'
import { porter } from './porter.ts'

const finds = (prefix: string, word: string): boolean =>
  prefixPhrases(prefix).some(phrase => lengthAt(termsOf(word), 0, phrase) > 0)

describe('word*', () => {
  test.each<[string, string[], string[]]>([
    ['pay', ['pay', 'pays', 'paying', 'payment', 'payroll', 'PAYABLE'], ['pain', 'pa', 'spay', 'prepay']],
    ['bus', ['bus', 'business', 'busy', 'bust'], ['but', 'button', 'buy']],
    ['one', ['one', 'ones', 'oneself'], ['only', 'online', 'onset']],
    ['are', ['are', 'area'], ['army', 'around']],
    ['authoriz', ['authorize', 'authorized', 'authorization', 'authorizing'], ['autumn']],
    ['generati', ['generation', 'generating'], ['gene']],
    ['internat', ['international', 'internationally'], ['interview']],
    ['cancell', ['cancellation', 'cancelled', 'cancelling'], ['cancan']],
    ['deliveri', ['deliveries'], ['deliberate']],
    ['custome', ['customer', 'customers'], ['custard']],
    ['Rechn', ['Rechnung', 'rechnungen'], ['rechts']],
    ['élect', ['électricité', 'electricite', 'élection'], ['elegant']],
    ['QM4', ['QM43808814F'], ['QM5']],
    ['12', ['12', '123', '12,345'], ['112']],
    ['東', ['東'], ['京']],
    ['が', ['が'], ['か']],
    ['Мой', ['мой', 'мойка'], ['мои']],
    ['ЗАКАЗ', ['заказ', 'заказы'], ['закат']],
    ['한', ['한국'], ['하나']],
    ['Straß', ['Straße'], ['strand']],
  ])('%s*', (prefix, found, others) => {
    expect(found.filter(word => !finds(prefix, word))).toEqual([])
    expect(others.filter(word => finds(prefix, word))).toEqual([])
  })

  test('call-ba* is a phrase whose last word goes on', () => {
    expect(finds('call-ba', 'call-back')).toBe(true)
    expect(finds('call-ba', 'call backs')).toBe(true)
    expect(finds('call-ba', 'call')).toBe(false)
    expect(finds('call-ba', 'back call')).toBe(false)
  })

  test('finds every word of the sample calls that begins so, and hardly another', () => {
    const texts = JSON.stringify(sample).toLowerCase()
    const words = [...new Set(texts.match(/(?<![\p{L}\p{N}\\])[a-z]{3,14}(?![\p{L}\p{N}])/gu))].sort()
    learn(words)
    const prefixes = new Set(
      words.filter((_, at) => at % 15 === 0).flatMap(word => [word.slice(0, 3), word.slice(0, 5), word]),
    )
    let [right, tooMany] = [0, 0]
    for (const prefix of prefixes) {
      const phrases = prefixPhrases(prefix)
      const begins = words.filter(word => word.startsWith(prefix))
      const found = words.filter(word => phrases.some(phrase => lengthAt(termsOf(word), 0, phrase) > 0))
      expect({ prefix, missed: begins.filter(word => !found.includes(word)) }).toEqual({ prefix, missed: [] })
      // Another form of a word that begins so is no mistake.
      const stems = new Set(begins.map(porter))
      right += begins.length
      tooMany += found.filter(word => !word.startsWith(prefix) && !stems.has(porter(word))).length
    }
    expect(tooMany / right).toBeLessThan(0.02)
  })
})
