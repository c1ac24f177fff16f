import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atOnce } from '../../src/pieces.ts'
import { analyse, formsInPieces } from '../../src/words/analyse.ts'
import { porter } from '../search/porter.ts'
import { anyText } from '../support/any-text.ts'
import { MORE, runs, some } from '../support/runs.ts'
import { sample } from '../support/sample.ts'

const forms = (text: string): string[] => analyse(text).map(({ form }) => form)
const stems = (text: string): string[] => analyse(text).map(({ stem }) => stem)
const marked = (text: string): string[] => analyse(text).map(({ start, end }) => text.slice(start, end))

describe('the form of a word', () => {
  test.each<[string, string[]]>([
    ['Café déjà-vu', ['cafe', 'deja', 'vu']],
    ['5,000', ['5000']],
    ['東京スカイ', ['東', '京', 'ス', 'カ', 'イ']],
    ["don't", ['don', 't']],
    ['lookup_order', ['lookup', 'order']],
    ['® ™ ...', []],
    ['Weiße Straße STRAẞE Œuvre', ['weisse', 'strasse', 'strasse', 'oeuvre']],
    ['smørrebrød Łódź đồng Ærø', ['smorrebrod', 'lodz', 'dong', 'aero']],
    ['', []],
    ['اِسْتِرْدَادَ استرداد', ['استرداد', 'استرداد']],
    ['ﺍﺳﺘﺮﺩﺍﺩ إسترداد الــطلب', ['استرداد', 'استرداد', 'الطلب']],
    ['مكتبة مكتبه على علي ١٢٣', ['مكتبه', 'مكتبه', 'علي', 'علي', '123']],
    ['הֶחְזֵר החזר שָׁלוֹם \ufb2aלומ', ['החזר', 'החזר', 'שלומ', 'שלומ']],
    ['re\u200bfund re\u00adfund می\u200cخواهم \ufeffre\ufefffund', ['refund', 'refund', 'ميخواهم', 'refund']],
    [
      're\0fund re\u007ffund\u0001 re\tfund re\u0085fund 12\x0034',
      ['refund', 'refund', 're', 'fund', 're', 'fund', '1234'],
    ],
    ['Счётом Мой мои Καλημέρα ΟΔΟΣ οδός', ['счетом', 'мой', 'мои', 'καλημερα', 'οδοσ', 'οδοσ']],
    ['İstanbul sıcak', ['istanbul', 'sicak']],
    ['５０００円と ｶﾞ', ['5000', '円', 'と', 'ガ']],
    ['한국어 \u1112\u1161\u11ab', ['한국어', '한']],
    ['हिन्दी', ['हिन्दी']],
    ['ขอคืนเงิน', ['ข', 'อ', 'คื', 'น', 'เ', 'งิ', 'น']],
    ['㎏ № m² ½', ['kg', 'no', 'm2', '1', '2']],
    ['great🎉party 👍🏽 ❤️ 1️⃣ 🇩🇪', ['great', '🎉', 'party', '👍', '❤', '1', '🇩', '🇪']],
  ])('%j', (text, words) => expect(forms(text)).toEqual(words))

  test('is the same for spellings that Unicode takes for the same', () => {
    for (const text of ['Łódź Événement', 'น้ำ', 'ガギグ', 'ё й', '한국어', 'שָׁלוֹם', 'हिन्दी क़']) {
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const)
        expect(forms(text.normalize(form))).toEqual(forms(text))
    }
  })

  test.each([
    ['1,200,300', '1200300'],
    ['1,20', '1 20'],
    ['1,2345', '1 2345'],
    ['12,345,6789', '12345 6789'],
    ['5,000.50', '5000 50'],
    ['5 000 5\u202f000', '5 000 5000'],
    ['in 2024, 100 people', 'in 2024 100 people'],
    ['v1.234.5', 'v1234 5'],
    ['12’000, ٥٬٠٠٠', '12000 5 000'],
  ])('numbers: %s is %s', (text, words) => expect(forms(text).join(' ')).toBe(words))
})

describe('the stem of a word', () => {
  test('is that of Porter for English words', () => {
    const texts = JSON.stringify(some(sample.conversations, 8)).toLowerCase()
    const words = [...new Set(texts.match(/(?<![\p{L}\p{N}])[a-z]{3,12}(?![\p{L}\p{N}])/gu))]
    expect(words.length).toBeGreaterThan(1_000)
    expect(words.map(word => [word, ...stems(word)])).toEqual(words.map(word => [word, porter(word)]))
  })

  test('is the form of what is no such word', () => {
    const words = 'is as заказы orders2 14cs 東 استرداد'
    expect(stems(words)).toEqual(forms(words))
  })
})

describe('the place of a word', () => {
  test.each<[string, string[]]>([
    ['I want a refund, please.', ['I', 'want', 'a', 'refund', 'please']],
    ['It is 5,000.50 dollars', ['It', 'is', '5,000', '50', 'dollars']],
    ["don't, I'm", ['don', 't', 'I', 'm']],
    ['東京へ QM43です', ['東', '京', 'へ', 'QM43', 'で', 'す']],
    ['да👍🏽❤️🇩🇪', ['да', '👍🏽', '❤️', '🇩', '🇪']],
    ['👨‍👩‍👧!', ['👨', '👩', '👧']],
    ['Straße, Œuvre', ['Straße', 'Œuvre']],
    ['ｶﾞｶﾞ', ['ｶﾞ', 'ｶﾞ']],
    ['my re\u00adfund, re\u200bfund re\ufefffund!', ['my', 're\u00adfund', 're\u200bfund', 're\ufefffund']],
    ['أُرِيدُ اِسْتِرْدَادَ، الــطلب', ['أُرِيدُ', 'اِسْتِرْدَادَ', 'الــطلب']],
    ['e\u0301te\u0301 fini', ['e\u0301te\u0301', 'fini']],
    ['½ cup', ['½', '½', 'cup']],
    ["it's '5,000'", ['it', 's', '5', '000']],
    ['น้ำ', ['น้ำ', 'น้ำ']],
  ])('%j', (text, words) => expect(marked(text)).toEqual(words))

  const phrases = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 3 }),
        anyText({ maxLength: 3 }),
        fc.constantFrom('5,000', ' ', '.', "'", '\u00a0', 'refunds', '東京', 'ｶﾞ', '12', '½', 'Straße', '👍🏽', '🇩🇪'),
      ),
      { maxLength: 12 },
    )
    .map(parts => parts.join(''))

  test('holds what makes the word, in order, whatever the text', () => {
    fc.assert(
      fc.property(phrases, text => {
        let before = 0
        for (const { form, start, end } of analyse(text)) {
          expect(forms(text.slice(start, end))).toContain(form)
          expect(start).toBeGreaterThanOrEqual(before)
          expect(end).toBeGreaterThan(start)
          before = start
        }
      }),
      { numRuns: runs(400) },
    )
  })

  test('an index holds the same words', () => {
    const ascii = fc
      .array(fc.constantFrom('5,000', '12', '1', '.', ',', "'", ' ', 'Refunds', 'x'), { maxLength: 12 })
      .map(parts => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(phrases, ascii), text => {
        const held: string[] = []
        atOnce(formsInPieces(text, held))
        expect(held).toEqual(forms(text))
      }),
      { numRuns: runs(400) },
    )
  })

  test('letters of other scripts beside them change nothing about plain words', MORE, () => {
    const plain = fc
      .array(fc.constantFrom('5,000', '5’000', '12', '1', '.', ',', "'", '’', '“', '—', '…', ' ', 'Don', 't'), {
        maxLength: 12,
      })
      .map(parts => parts.join(''))
    fc.assert(
      fc.property(plain, text => {
        expect(analyse(`${text} 東`).slice(0, -1)).toEqual(analyse(text))
      }),
      { numRuns: runs(400) },
    )
  })

  test('words are letters and digits that nothing folds further', () => {
    fc.assert(
      fc.property(phrases, text => {
        for (const form of forms(text)) {
          expect(form).toMatch(/^[^\s\p{P}A-Z]+$/u)
          expect(forms(form)).toEqual([form])
        }
      }),
      { numRuns: runs(400) },
    )
  })
})

test('a text without blanks is cut, and no length is too much', () => {
  for (const letters of some(['a', 'é', 'a1', '東', 'ก', '1,000', '\u200d', '😀', '\u0301'], 3)) {
    const text = letters.repeat(300_000 / letters.length)
    const words = analyse(text)
    expect(words.every(({ start, end }) => end - start <= 10_000)).toBe(true)
    const together = words.map(({ start, end }) => text.slice(start, end)).join('')
    if (letters !== '\u200d') expect(together.length).toBeGreaterThan(0.7 * text.length)
  }
})
