// @module-tag more
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { createRedactor, type Redactor } from '../../src/redact/redactor.ts'
import { firstOf, MORE, many } from '../support/runs.ts'
import { masking } from './masking.ts'

/* What is long is masked in pieces: with the same result as its parts one by one, and nothing of it unseen. */

let redactor: Redactor
let mask: Awaited<ReturnType<typeof masking>>
beforeAll(async () => {
  redactor = await createRedactor('a salt of the tests')
  mask = await masking('a salt of the tests')
})

function masked(value: unknown): { value: unknown; count: number } {
  const pieces = redactor.json(value)
  for (let count = 1; ; count++) {
    const { done, value } = pieces.next()
    if (done) return { value, count }
  }
}

const list = <T>(length: number, make: (at: number) => T): T[] => Array.from({ length }, (_, at) => make(at))
const FILLER = 'and so we went on and on, as people do who have a lot of time, until at last we came to the point. '
const phone = (at: number) => `+1 415 555 ${String(1000 + (at % 9000))}`

/** What people say, with something to mask in it. */
const said = fc.constantFrom(
  ...['Call me at 415-555-0132, please.', 'Ring +44 20 7946 0958 ext. 12 or', 'My card is 4111 1111 1111 1111.'],
  ...['It is DE89 3704 0044 0532 0130 00, I think', 'mia.li@example.com is mine.', 'My social is 123 45 6789, yes.'],
  ...[
    '订单是82974，电话13812345678。',
    'The order is 8297412345.',
    'It costs $1,240.50 on 2026-10-05.',
    '\u001b[1m415\u001b[0m-555-0132',
  ],
)

const MANY = many(300, 1500)

describe('a long text', () => {
  test('is masked as its sentences are', () => {
    const paragraph = fc
      .tuple(said, fc.integer({ min: 2, max: many(4, 9) }))
      .map(([text, times]) => `${text} ${FILLER.repeat(times)}`)
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 100, maxLength: many(110, 200) }), paragraphs => {
        const text = paragraphs.join('')
        expect(text.length).toBeGreaterThan(20_000)
        expect(mask.text(text)).toBe(
          paragraphs
            .map(mask.text)
            .join('')
            .replaceAll(/\u001b\[\dm/g, ''),
        )
      }),
      { numRuns: many(2, 10) },
    )
  })

  test('where numbers stand close is masked as they are, in pieces', MORE, () => {
    const texts = list(1500, at => `Ring ${phone(at)}; `)
    const { value, count } = masked({ text: texts.join('') })
    expect(value).toEqual({ text: texts.map(mask.text).join('') })
    expect(count).toBeGreaterThan(50)
  })

  test('is withheld where it cannot be cut, and said so', () => {
    const numbers = list(6000, phone).join(' ')
    const text = `${FILLER.repeat(300)}${numbers} ${FILLER.repeat(300)}`
    const { value } = masked({ text }) as { value: { text: string } }
    expect(value.text).toMatch(
      /^and so .* \[[\d,]+ characters withheld: too long to mask in one piece, and nowhere safe to divide\]and so|\]/s,
    )
    expect(value.text).not.toContain('415')
    expect(value.text.startsWith(FILLER.repeat(200))).toBe(true)
    expect(value.text.endsWith(FILLER.repeat(200))).toBe(true)
  })

  const WHOLE: [what: string, text: string][] = [
    ['digits', '7'.repeat(200_000)],
    ['one address', `${'x'.repeat(200_000)}@example.com`],
    ['parts of a number', '415 555 '.repeat(20_000)],
    ['what hides', `415${'\u200b'.repeat(100_000)}5550132`],
  ]
  for (const [when, texts] of firstOf(WHOLE)) {
    test.each(texts)('of %s leaves nothing that was not looked at', when, (_, text) => {
      const length = text.length.toLocaleString('en-US')
      expect(mask.text(text).slice(0, 1000)).toBe(
        `[${length} characters withheld: too long to mask in one piece, and nowhere safe to divide]`,
      )
    })
  }
})

describe('a long call', () => {
  test('is masked as its turns are, in pieces', () => {
    const turn = (at: number) => ({
      message: `Call ${phone(at)} or a${at}@example.com`,
      params: JSON.stringify({ to: phone(at) }),
    })
    const { value, count } = masked({ a: { turns: list(1500, turn) } })
    expect(value).toEqual({ a: { turns: list(1500, at => mask.json(turn(at))) } })
    expect(count).toBeGreaterThan(2)
  })

  test('holds long JSON as text, masked as its elements are', MORE, () => {
    const item = (at: number) => ({ id: `A-${at}`, [`contact ${at}`]: phone(at), note: `"${at}"\n${FILLER}` })
    const { value, count } = masked({
      result: JSON.stringify({ big: list(MANY, item), text: JSON.stringify(list(MANY, item)) }),
    })
    const { big, text } = JSON.parse((value as { result: string }).result)
    const alone = list(MANY, at => mask.json(item(at)))
    expect(big).toEqual(alone)
    expect(JSON.parse(text)).toEqual(alone)
    expect(count).toBeGreaterThan(MANY / 100)
  })

  test('names thousands of users and numbers, and each is masked wherever it stands', MORE, () => {
    const turns = list(2 * MANY, at => ({ user_id: `mia-${at}`, phone: `020794${1000 + at}` }))
    const notes = list(2 * MANY, at => ({ note: `It was mia-${at} who said 94${1000 + at} or 0794${1000 + at}.` }))
    const { value } = masked({ notes, turns }) as { value: { notes: { note: string }[]; turns: { user_id: string }[] } }
    for (const [at, { note }] of value.notes.entries()) {
      expect(note).toContain(`It was ${value.turns[at]!.user_id} who said`)
      expect(note).not.toContain(`0794${1000 + at}`)
    }
  })

  test('has a name that is long', () => {
    const name = `${FILLER.repeat(500)}${phone(1)} ${FILLER}`
    const { value } = masked({ [name]: JSON.stringify({ [name]: 1 }) }) as { value: Record<string, string> }
    const shown = name.replace(phone(1), mask.text(phone(1)))
    expect(value).toEqual({ [shown]: JSON.stringify({ [shown]: 1 }) })
  })
})
