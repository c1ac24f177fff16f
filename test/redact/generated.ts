import type { Conversation } from '../../src/domain/conversation.ts'
import { fullConversation } from './full.ts'

/* Calls with personal data that is known, and with numbers that are none: made by a seed, for measuring what is found. */

/** What stands in a turn. */
export interface Planted {
  kind: string
  text: string
}

export interface GeneratedTurn {
  message: string
  /** Personal data, and what only looks like it. */
  entities: Planted[]
  others: string[]
}

export interface GeneratedCall {
  call: Conversation
  turns: GeneratedTurn[]
}

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const FIRST =
  'Anneliese Bartholomew Cornelia Dmitri Esperanza Fernando Giulietta Henrietta Ignatius Josefina Kasimir Leopold'.split(
    ' ',
  )
const LAST =
  "Abernathy Bergström Castellanos Dombrowski Eberhardt Fitzgerald Grünwald Hawthorne Ibáñez Jankowski O'Sullivan Núñez".split(
    ' ',
  )
const STREETS = ['Maple Street', 'Old Mill Road', 'Lincoln Avenue', 'Harbor View Drive', 'Church Lane', 'Elm Court']
const CITIES = [
  ['Springfield', 'IL', '62704'],
  ['Portland', 'OR', '97205'],
  ['San Marcos', 'TX', '78666'],
] as const
const WORDS = 'zero one two three four five six seven eight nine'.split(' ')

const SENTENCES = [
  'Sure, {x}.',
  'Okay, it is {x}, thanks.',
  'Could you note {x} for me?',
  'Let me repeat that: {x}. Is that right?',
  'I said {x} already, twice.',
]
const OTHERS = [
  'The order is {x}, from last week.',
  'That makes {x} altogether.',
  'It should arrive on {x}.',
  'My ticket is {x}.',
  'We have been customers since {x}.',
]

/** Kinds of data with the words in which callers say them. */
type Make = (random: Random) => string
interface Random {
  digits(count: number): string
  from<T>(list: readonly T[]): T
  below(end: number): number
}

const checked = (digits: string): string => {
  for (let last = 0; last < 10; last++) {
    const sum = [...`${digits}${last}`].reverse().reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
    if (sum % 10 === 0) return `${digits}${last}`
  }
  return digits
}

const ibanOf = (country: string, account: string): string => {
  const letters = (text: string) => text.replace(/[A-Z]/g, letter => String(letter.charCodeAt(0) - 55))
  const rest = [...letters(`${account}${country}00`)].reduce((left, digit) => (left * 10 + Number(digit)) % 97, 0)
  return `${country}${String(98 - rest).padStart(2, '0')}${account}`
}

const inFours = (text: string): string => text.match(/.{1,4}/g)!.join(' ')
const spoken = (digits: string): string => [...digits].map(digit => WORDS[Number(digit)]).join(' ')
const areaUs = (random: Random): string => random.from(['415', '212', '303', '617', '503'])

const MAKE: Record<string, Make[]> = {
  phone: [
    r => `+1 ${areaUs(r)} 555 ${r.digits(4)}`,
    r => `(${areaUs(r)}) 555-${r.digits(4)}`,
    r => `${areaUs(r)}-555-${r.digits(4)}`,
    r => `my number ${areaUs(r)}555${r.digits(4)}`,
    r => `+49 30 9018${r.digits(3)}`,
    r => `+44 20 7946 0${r.digits(3)}`,
    r => `phone 030 9018${r.digits(2)}`,
  ],
  'phone in words': [
    r => {
      const [area, rest] = [areaUs(r), r.digits(4)]
      return `${spoken(area)}, five five five, ${spoken(rest)}`
    },
    r => `my number ${spoken(areaUs(r))} triple five ${spoken(r.digits(4))}`,
  ],
  email: [
    r => `${r.from(FIRST).toLowerCase()}.${r.digits(2)}@example.com`,
    r => `${r.from(FIRST).toLowerCase()}_${r.digits(3)}@mail.example.org`,
  ],
  'email in words': [
    r => `${r.from(FIRST).toLowerCase()} dot ${r.from(FIRST).toLowerCase()} at example dot com`,
    r => `${[...r.from(FIRST).toLowerCase()].join(' ')} at mail dot example dot org`,
  ],
  card: [r => inFours(checked(`4${r.digits(14)}`)), r => checked(`5${r.digits(14)}`)],
  'phone in words, with fillers': [
    r => {
      const [area, rest] = [areaUs(r), r.digits(4)]
      return `my number ${spoken(area)} and then, um, five five five dash ${spoken(rest)}`
    },
    r => `my number ${spoken(areaUs(r))} five fifty five ${r.digits(4)}`,
  ],
  'phone of seven digits, announced by nothing': [r => `${r.digits(3)} ${r.digits(4)}`, r => `555-${r.digits(4)}`],
  'card in words': [r => spoken(checked(`4${r.digits(14)}`))],
  iban: [r => inFours(ibanOf('DE', r.digits(18))), r => ibanOf('NL', `ABNA${r.digits(10)}`)],
  'bank account': [r => `bank account number ${r.digits(10)}`, r => `routing number ${r.digits(9)}`],
  id: [r => `${r.digits(3)}-${r.digits(2)}-${r.digits(4)}`, r => `passport number C${r.digits(7)}`],
  address: [
    r => `${1 + r.below(900)} ${r.from(STREETS)}`,
    r => {
      const [city, state, code] = r.from(CITIES)
      return `${1 + r.below(900)} ${r.from(STREETS)}, ${city}, ${state} ${code}`
    },
    r => `${r.from(['Hauptstraße', 'Lindenallee', 'Bergweg'])} ${1 + r.below(90)}`,
    r => `${1 + r.below(90)} rue de ${r.from(['Lyon', 'Rivoli', 'Vaugirard'])}`,
  ],
  'address in small letters': [r => `${1 + r.below(900)} ${r.from(STREETS).toLowerCase()}`],
  'address with its number in words': [r => `${spoken(r.digits(2))} ${r.from(STREETS)}`],
  'name that is only spoken': [r => `${r.from(FIRST)} ${r.from(LAST)}son`],
}

const NOT_PERSONAL: Make[] = [
  r => `order ${r.digits(7)}`,
  r => `order number ${r.digits(10)}`,
  r => `invoice ${r.digits(8)}`,
  r => `ticket T-${r.digits(5)}`,
  r => `$${1 + r.below(9)},${r.digits(3)}.50`,
  r => `${100 + r.below(900)} euros`,
  r => `2026-10-${10 + r.below(19)}`,
  r => `October ${1 + r.below(28)}`,
  r => `${1 + r.below(12)}:${10 + r.below(49)}`,
  r => `version ${r.below(9)}.${r.below(20)}.${r.below(9)}`,
  r => `https://shop.example/orders/${r.digits(10)}`,
  r => `${r.below(9)} seats in row ${r.below(40)}`,
  () => 'one or two of three',
  () => 'look at the point where it stops',
  () => '5 minutes down the road',
  r => `tracking number 1Z${r.digits(4)}AA${r.digits(8)}`,
]

/** So many calls, each with a caller whom it names, and who says something of every kind. */
export function generatedCalls(count: number, seed: number): GeneratedCall[] {
  const next = randomOf(seed)
  const random: Random = {
    below: end => Math.floor(next() * end),
    digits: count =>
      Array.from({ length: count }, (_, at) => String(at === 0 ? 2 + random.below(8) : random.below(10))).join(''),
    from: list => list[random.below(list.length)]!,
  }
  return Array.from({ length: count }, (_, at) => generatedCall(`conv_${seed}_${at}`, random))
}

function generatedCall(id: string, random: Random): GeneratedCall {
  const [first, last] = [random.from(FIRST), random.from(LAST)]
  const birth = { year: 1940 + random.below(60), month: 1 + random.below(12), day: 1 + random.below(28) }
  const iso = `${birth.year}-${String(birth.month).padStart(2, '0')}-${String(birth.day).padStart(2, '0')}`
  const told: [kind: string, text: string][] = [
    ['name the call tells', `${first} ${last}`],
    ['name the call tells', first],
    ['name the call tells', last],
    ['name the call tells, in small letters', `${first} ${last}`.toLowerCase()],
    ['name the call tells, in small letters', last.toLowerCase()],
    ['date of birth the call tells', `${birth.month}/${birth.day}/${birth.year}`],
    ['date of birth the call tells', iso],
  ]
  const made = Object.entries(MAKE).map(([kind, ways]): [string, string] => [kind, random.from(ways)(random)])
  const turns = [
    ...[...told, ...made].map(([kind, text]): GeneratedTurn => {
      // The words that announce it are no part of it.
      const entity = text.replace(/^(?:my number|phone|bank account number|routing number|passport number) /, '')
      return { message: random.from(SENTENCES).replace('{x}', text), entities: [{ kind, text: entity }], others: [] }
    }),
    ...Array.from({ length: 8 }, (): GeneratedTurn => {
      const text = random.from(NOT_PERSONAL)(random)
      return { message: random.from(OTHERS).replace('{x}', text), entities: [], others: [text] }
    }),
  ]
  const [sample] = fullConversation.turns
  const call: Conversation = {
    ...fullConversation,
    id,
    variables: { customer_name: `${first} ${last}` },
    turns: turns.map(({ message }, index) => ({
      ...sample,
      index,
      message,
      planned: null,
      toolCalls: index === 0 ? [{ ...sample.toolCalls[0], argumentsText: JSON.stringify({ date_of_birth: iso }) }] : [],
      toolResults: [],
    })),
  }
  return { call, turns }
}
