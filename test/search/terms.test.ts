import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import type { Archive } from '../../src/archive/archive.ts'
import { learn, TOKENIZER, termsOf } from '../../src/archive/words/terms.ts'
import { tokensOf } from '../../src/archive/words/tokens.ts'
import { runs } from '../support/runs.ts'
import { sample } from '../support/sample.ts'
import { filled, user } from './filled.ts'
import { porter } from './porter.ts'

let archive: Archive
beforeAll(() => {
  archive = filled([])
})
afterAll(() => archive.close())

describe('terms', () => {
  test('are made by the tokenizer of the archive', () => {
    const row = archive.db.get("SELECT sql FROM sqlite_schema WHERE name = 'words'")!
    expect(String(row.sql)).toContain(`tokenize='${TOKENIZER}'`)
  })

  test('are the stems of English words', () => {
    const texts = JSON.stringify(sample).toLowerCase()
    const words = new Set(texts.match(/(?<![\p{L}\p{N}])[a-z]{3,12}(?![\p{L}\p{N}])/gu))
    expect(words.size).toBeGreaterThan(1_000)
    learn(words)
    for (const word of words) expect([word, ...termsOf(word)]).toEqual([word, porter(word)])
  })

  test.each<[string, string[]]>([
    ['Café déjà-vu', ['cafe', 'deja', 'vu']],
    ['5,000', ['5000']],
    ['東京スカイ', ['東', '京', 'ス', 'カ', 'イ']],
    ["don't", ['don', 't']],
    ['lookup_order', ['lookup', 'order']],
    ['® ...', []],
    ['Straße Œuvre', ['strass', 'oeuvr']],
    ['', []],
    ['a\0b', ['a', 'b']],
    ['اِسْتِرْدَادَ استرداد', ['استرداد', 'استرداد']],
    ['ﺍﺳﺘﺮﺩﺍﺩ إسترداد الــطلب', ['استرداد', 'استرداد', 'الطلب']],
    ['مكتبة مكتبه على علي ١٢٣', ['مكتبه', 'مكتبه', 'علي', 'علي', '123']],
    ['הֶחְזֵר החזר שָׁלוֹם \ufb2aלומ', ['החזר', 'החזר', 'שלומ', 'שלומ']],
    ['re\u200bfund re\u00adfund می\u200cخواهم \ufeffre\ufefffund', ['refund', 'refund', 'ميخواهم', 'refund']],
    ['Счётом Καλημέρα', ['счетом', 'καλημερα']],
  ])('%j', (text, terms) => expect(termsOf(text)).toEqual(terms))
})

describe('words with their places', () => {
  const marked = (text: string): string[] => tokensOf(text).map(({ start, end }) => text.slice(start, end))

  test.each<[string, string[]]>([
    ['I want a refund, please.', ['I', 'want', 'a', 'refund', 'please']],
    ['It is 5,000.50 dollars', ['It', 'is', '5,000.50', '5,000.50', 'dollars']],
    ["don't, I'm", ['don', 't', 'I', 'm']],
    ['東京へ QM43です', ['東', '京', 'へ', 'QM43', 'で', 'す']],
    ['great🎉party', ['great', '🎉', 'party']],
    ['да👍🏽❤️🇩🇪', ['да', '👍🏽', '❤️', '🇩', '🇪']],
    ['👨‍👩‍👧!', ['👨', '👩', '👧']],
    ['Straße, Œuvre', ['Straße', 'Œuvre']],
    ['ｶﾞｶﾞ', ['ｶﾞ', 'ｶﾞ']],
    ['my re\u00adfund, re\u200bfund re\ufefffund!', ['my', 're\u00adfund', 're\u200bfund', 're\ufefffund']],
    ['أُرِيدُ اِسْتِرْدَادَ، الــطلب', ['أُرِيدُ', 'اِسْتِرْدَادَ', 'الــطلب']],
    ['e\u0301te\u0301 fini', ['e\u0301te\u0301', 'fini']],
    ['½ cup', ['½', '½', 'cup']],
    ["it's '5,000'", ['it', 's', '5', '000']],
    ['१२ हिन्दी', ['१२', 'हि', 'न्', 'दी']],
  ])('%j', (text, words) => {
    expect(marked(text)).toEqual(words)
  })

  test('are the words of the index, whatever the text', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 3 }),
      fc.constantFrom(
        '5,000',
        '1.234.567',
        ' ',
        '.',
        ',',
        "'",
        '’',
        '\u00a0',
        'refunds',
        '東京',
        'ｶﾞ',
        '12',
        '345',
        '½',
        'Straße',
        '👍🏽',
        '👨‍👩‍👧',
        '🇩🇪',
      ),
    )
    let at = 1
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 8 }), parts => {
        const text = parts.join('')
        at += 1
        const terms = indexed(text, at)
        expect({ text, terms: tokensOf(text).map(({ term }) => term) }).toEqual({ text, terms })
        expect(termsOf(text)).toEqual(terms)
      }),
      { numRuns: runs(400) },
    )
  })

  /** What the archive itself holds of it. */
  function indexed(text: string, at: number): string[] {
    const { db } = archive
    db.exec('CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed USING fts5vocab(main, words, instance)')
    archive.upsertConversation(
      { transcript: [user(text)] },
      toConversation({ transcript: [user(text)] }, 'conv_probe'),
      at,
    )
    return db.all('SELECT term FROM temp.indexed ORDER BY "offset"').map(({ term }) => String(term))
  }
})
