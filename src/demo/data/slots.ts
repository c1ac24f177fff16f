import type { Caller } from './people.ts'
import { digits, letters, pick, type Random, whole } from './random.ts'

/** What the {slots} of a screenplay are filled with in one call. */
export type Slots = Record<string, string>

const DAY = 86_400

const WEEKDAYS: Record<string, string[]> = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  de: ['Sonntag', 'Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag'],
  fr: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
  es: ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'],
  ja: ['日曜日', '月曜日', '火曜日', '水曜日', '木曜日', '金曜日', '土曜日'],
}
const PRODUCTS = [
  'Lumo floor lamp',
  'Tarn oak shelf',
  'Fen wool rug',
  'Wick kettle',
  'Sorrel side table',
  'Marl vase set',
]
const STREETS = ['14 Larkspur Lane', '220 Old Mill Road', '7 Chandler Street', '88 Quarry Hill', '31 Ferry Court']
const PLACES = ['Hexley', 'Dunmarsh', 'Port Allard', 'Wexcombe', 'Northgate']
const SHOPS = ['Corner Books', 'the kiosk at Bell Street', 'Green Grocer Amory']
const DOCTORS = ['Dr. Okafor', 'Dr. Lindgren', 'Dr. Bassett']
const VISITS = ['a cleaning', 'a check-up', 'a filling', 'a flu shot', 'a first consultation']
const MONTHS = ['January', 'March', 'May', 'August', 'October', 'December']
const DIGIT_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

export function fillSlots(random: Random, caller: Caller, language: string, start: number): Slots {
  const order = digits(random, 5)
  const price = whole(random, 24, 240)
  const oldRate = whole(random, 82, 190)
  const day = workday(start + whole(random, 1, 4) * DAY)
  const nextDay = workday(day + whole(random, 1, 2) * DAY)
  const weekday = (at: number, inLanguage = language) => WEEKDAYS[inLanguage]![new Date(at * 1000).getUTCDay()]!
  const hour = whole(random, 8, 11)
  return {
    name: language === 'ja' ? `${caller.last}${caller.first}` : `${caller.first} ${caller.last}`,
    first: caller.first,
    last: caller.last,
    last_spelled: [...caller.last.toUpperCase()].join(', '),
    email: `${caller.userId ?? 'guest'}@mail.example`,
    birth: `${pick(random, MONTHS)} ${whole(random, 2, 28)}, ${whole(random, 1948, 2003)}`,
    pin: digits(random, 4),
    day: weekday(day),
    day_en: weekday(day, 'en'),
    day_iso: isoDate(day),
    day2: weekday(nextDay),
    day2_iso: isoDate(nextDay),
    past_day: weekday(start - whole(random, 2, 5) * DAY),
    time: `${hour}:${pick(random, ['00', '15', '30', '45'])}`,
    time2: `${hour + 3}:${pick(random, ['00', '20', '40'])}`,
    count: String(whole(random, 1, 3)),
    order,
    order_spoken: [...order].map(digit => DIGIT_WORDS[Number(digit)]).join(' '),
    product: pick(random, PRODUCTS),
    product2: pick(random, PRODUCTS),
    price: `${price}.${pick(random, ['00', '50', '90'])}`,
    price2: String(price + whole(random, 20, 90)),
    street: pick(random, STREETS),
    doctor: pick(random, DOCTORS),
    visit: pick(random, VISITS),
    account: digits(random, 7),
    old_rate: String(oldRate),
    new_rate: String(Math.round(oldRate * (1.2 + random() / 2))),
    meter: String(whole(random, 12_000, 68_000)),
    parcel: `QM${digits(random, 8)}${letters(random, 1, 'ABCDEFGH')}`,
    weight: `${whole(random, 0, 18)}.${whole(random, 1, 9)}`,
    place: pick(random, PLACES),
    shop: pick(random, SHOPS),
  }
}

export function fill(text: string, slots: Slots): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = slots[name]
    if (value === undefined) throw new Error(`The sample dialogues have no slot {${name}}`)
    return value
  })
}

function isoDate(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 10)
}

/** That day, or the Monday after it. */
function workday(at: number): number {
  const weekday = new Date(at * 1000).getUTCDay()
  return at + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0) * DAY
}
