import type { RedactKind } from './finder.ts'

const NUMBER = '(?:number|num|no|nr)s?'

/** Names of fields that hold one kind of data and nothing else, as agents' owners and tools choose them. */
const NAMES: [RedactKind, RegExp][] = [
  [
    'phone',
    new RegExp(
      `(?:^| )(?:(?:(?:tele)?phone|mobile|cell|cellphone|fax|tel|whatsapp|telefon|telefono|telefone|movil|celular)s?(?: ${NUMBER})?|` +
        `msisdn|ani|dnis|caller id|(?:phone|external|agent|caller|called|callback|contact|from|to) ${NUMBER})$`,
    ),
  ],
  ['card', new RegExp(`(?:^| )(?:pan|(?:credit |debit |payment )?card(?: ${NUMBER})?|cc ${NUMBER})$`)],
  ['id_number', new RegExp(`(?:^| )(?:ssn|itin|(?:social security|tax(?:payer)? id)(?: ${NUMBER})?)$`)],
  ['user_id', /(?:^| )user ?ids?$/],
]

/** A field's name as words: `callbackNumber`, `callback_number` → `callback number`. */
export const wordsOf = (name: string): string =>
  name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[\s_.:/-]+/g, ' ')
    .trim()
    .toLowerCase()

/** The same few names come again in every turn; names that tools invent without end are not all kept. */
const remembered = new Map<string, RedactKind | null>()
const MOST_REMEMBERED = 1000

/** The kind of data that a field announces by its name. */
export function announced(name: string): RedactKind | null {
  const known = remembered.get(name)
  if (known !== undefined) return known
  const words = wordsOf(name)
  const kind = NAMES.find(([, pattern]) => pattern.test(words))?.[0] ?? null
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(name, kind)
  return kind
}
