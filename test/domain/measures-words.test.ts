import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPresenceCheck } from '../../src/domain/measures/presence.ts'
import { hasWords, tokensOf, wordsOf } from '../../src/domain/measures/words.ts'
import { runs } from '../support/runs.ts'

const bySegmenter = (text: string) =>
  [...new Intl.Segmenter('en', { granularity: 'word' }).segment(text)].filter(({ isWordLike }) => isWordLike).length

describe('words', () => {
  it.each([
    ['', 0],
    ['... !! — 🙂', 0],
    ["I don't know", 3],
    ['I don’t know', 3],
    ['e-mail', 2],
    ['5,000 dollars and 3.5 percent', 5],
    ['sam@example.com', 2],
    ['amelia_davis_8890', 1],
    ['Größenwahn à la française', 4],
    ['नमस्ते दुनिया', 2],
    ['안녕하세요 반갑습니다', 2],
    ['QX7-4419', 2],
    ['Hi.Bye', 1],
    ["'quoted'", 1],
  ])('%j has %i', (text, count) => {
    expect(wordsOf(text)).toHaveLength(count)
  })

  it.each([
    'もしもし、荷物がまだ届かないんですが。',
    '我想查询我的订单',
    'ฉันต้องการความช่วยเหลือ',
    'order 1001 を確認して',
  ])('of scripts without spaces are those of the dictionary: %s', text => {
    expect(wordsOf(text).length).toBeGreaterThan(2)
    expect(wordsOf(text)).toHaveLength(bySegmenter(text))
  })

  it('are those of Unicode’s own rules in other scripts', () => {
    const letter = fc.constantFrom(..."abzÄéñшжΩ0123456789_'’.,-!?@ \n".split(''), '…')
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 60 }), letters => {
        // A word that begins or ends in an underscore, or has none but those, is a matter of taste.
        const text = letters.join('').replace(/(?<![a-z\d])_|_(?![a-z\d])/g, ' ')
        expect(wordsOf(text).length).toBe(bySegmenter(text))
      }),
      { numRuns: runs(2000) },
    )
  })

  it('are there as soon as there is a letter or a digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        expect(wordsOf(text).length > 0).toBe(hasWords(text))
      }),
    )
  })

  it('are compared without case and in one spelling', () => {
    expect(tokensOf('HELLO, Ｗｏｒｌｄ')).toEqual(['hello', 'world'])
    expect(tokensOf('cafe\u0301')).toEqual(tokensOf('CAFÉ'))
  })
})

describe('a caller asks whether anybody is there', () => {
  it.each([
    'Hello?',
    'Hello? Hello?',
    'Um, hello? Are you still there?',
    'Hello? Can you hear me?',
    'Are you there?',
    'are you still there',
    'Still there?',
    'Is anybody there?',
    'Can you hear me?',
    "I can't hear you.",
    'Did I lose you?',
    'Did you hang up?',
    'Hallo? Sind Sie noch da?',
    'Hören Sie mich?',
    'Ist da noch jemand?',
    '¿Hola? ¿Sigue ahí?',
    '¿Me escucha?',
    '¿Hay alguien?',
    '¿Bueno?',
    'Allô ? Vous êtes toujours là ?',
    "Allô, y a quelqu'un ?",
    'Vous m’entendez ?',
    'Pronto?',
    "C'è ancora qualcuno?",
    'Alô? Você está aí?',
    'Bent u er nog?',
    'Алло? Вы меня слышите?',
    'もしもし？',
    'もしもし、聞こえますか？',
    '喂？听得到吗？',
    '여보세요?',
    'हैलो?',
  ])('%s', text => {
    expect(isPresenceCheck(text)).toBe(true)
  })

  it.each([
    '',
    '...',
    'Hello.',
    'Hello, this is Anna.',
    'Hi, I have a question.',
    'Hallo, guten Tag.',
    'Hola, buenos días.',
    'Bueno.',
    'Okay?',
    'Sorry?',
    'Excuse me?',
    'Yes, I am still here.',
    'Is there a branch near me?',
    'Can you hear me out on this?',
    'Are you there on Sundays?',
    'もしもし、あの、日本語でも大丈夫ですか。',
    `Hello? ${'hello '.repeat(40)}`,
  ])('not: %s', text => {
    expect(isPresenceCheck(text)).toBe(false)
  })

  it('answers, whatever the text', () => {
    const words = ['hello', 'are you', 'still', 'there', 'um', 'so', 'hear me', 'is', 'x', '?', "c'è", '喂']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), parts => {
        expect(typeof isPresenceCheck(parts.join(' '))).toBe('boolean')
      }),
    )
  })
})
