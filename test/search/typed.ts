import { describe, expect, test } from 'vitest'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { LONG_CALL_SERIAL, SPECIAL } from '../../src/demo/data/index.ts'
import { matchTurns } from '../../src/search/marks.ts'
import { some } from '../support/runs.ts'
import type { Json } from './filled.ts'
import { quoted, said, type Wanted } from './naive.ts'
import { archive, bodies, expectSame, search, words } from './searched.ts'

/** What people type. */
export function typedWords(): void {
  describe('what people type', () => {
    test.each([
      'refund',
      'refunds',
      'REFUNDED',
      'parcel',
      'the',
      'order status',
      'charged twice',
      'invoice paid',
      'cancel',
      'cancelled order',
      'gateway serial',
      'zephyr',
      'QX7-4419-ZEPHYR',
      'Abschlag',
      'abschlag',
      'mensualités',
      'mensualites',
      'MENSUALITÉS',
      'kilowattheures',
      'lookup_order',
      'timeout',
      'Wednesday',
      'francs',
      '14012',
      'appointment dentist',
      'sorry late',
      'supervisor human',
      'Claudia Keller',
      'thankfully',
      'deliveries',
      'x',
      'Grüezi',
      'gruezi',
      'pedido',
      'número',
      'numero',
      'español',
      'generally',
      'qm43808814f',
    ])('%s', async query => {
      await expectSame(
        query,
        query.includes('-') ? { all: [[...said(query), ...said(query.replaceAll('-', ''))]] } : words(query),
      )
    })

    test.each<[string, Wanted]>([
      ['cancel OR refund', { all: [[...said('cancel'), ...said('refund')]] }],
      [
        'order cancel OR "on its way" -late',
        { all: [said('order'), [...said('cancel'), ...said('on its way')]], none: [said('late')] },
      ],
      ['invoice OR zephyr OR Abschlag', { all: [[...said('invoice'), ...said('zephyr'), ...said('Abschlag')]] }],
    ])('either, in %s', async (query, wanted) => void (await expectSame(query, wanted)))

    test.each([
      'thank you',
      'your order number',
      'lookup_order',
      "I'm sorry",
      'on its way',
      'you thank',
      '5,000 dollars',
      'refund',
      'refunds',
      'orders',
      '14012',
    ])('the phrase "%s"', async phrase => {
      await expectSame(`"${phrase}"`, { all: [said(phrase)] })
      await expectSame(`“${phrase}”`, { all: [said(phrase)] })
      await expectSame(`="${phrase}"`, { all: [quoted(phrase)] })
    })

    test('excluded words', async () => {
      await expectSame('order -refund', { all: [said('order')], none: [said('refund')] })
      await expectSame('-refund order -"thank you"', {
        all: [said('order')],
        none: [said('refund'), said('thank you')],
      })
    })

    test('in another language, with and without accents', async () => {
      const sentences = [
        ['Der ist, ähm, viel zu hoch', 'Der ist, ahm, viel zu hoch'],
        [
          "Pourquoi mes mensualités ont-elles augmenté ? C'était",
          "pourquoi mes mensualites ont-elles augmente? c'etait",
        ],
        ['¿habla español? Es por un pedido', 'habla espanol es por un pedido'],
        ['荷物がまだ届かないんですが', '荷物がまだ届かないんですが'],
        ['日本語でも大丈夫ですか', '日本語でも大丈夫ですか'],
      ]
      for (const [spoken, typed] of sentences) {
        const count = bodies.filter(body => body.transcript.some((turn: Json) => turn.message?.includes(spoken))).length
        expect(count).toBeGreaterThan(0)
        for (const text of [spoken, typed]) {
          const { conversations } = await expectSame(`"${text}"`, { all: [said(text!)] })
          expect(conversations).toBeGreaterThanOrEqual(count)
        }
      }
      await expectSame('日本語', { all: [said('日本語')] })
      await expectSame('荷物 番号', { all: [said('荷物'), said('番号')] })
      expect((await search('語本日')).conversations).toBe(0)
    })

    test('a serial number said once in 1,500 turns', async () => {
      for (const query of some([LONG_CALL_SERIAL, 'qx7 zephyr', `"${LONG_CALL_SERIAL}"`, 'zeph*'], 3)) {
        const { hits } = await search(query)
        expect(hits.map(hit => hit.conversationId)).toEqual([SPECIAL.long])
        const call = (await archive.conversation(SPECIAL.long))!
        expect(hits[0]!.turns.map(turn => call.turns[turn]!.message).join()).toContain(LONG_CALL_SERIAL)
        const [match] = matchTurns(call, parseQuery(query)).filter(({ complete }) => complete)
        const { start } = match!.marks[0]!
        expect(call.turns[match!.index]!.message.indexOf(LONG_CALL_SERIAL)).toBeLessThanOrEqual(start)
      }
    })
  })
}
