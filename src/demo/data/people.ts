import { digits, pick, type Random } from './random.ts'

export interface Caller {
  first: string
  last: string
  phone: string
  /** Some callers are not known to the company. */
  userId: string | null
  tier: string
}

/** All people are invented; numbers are from the range kept for fiction. */
const NAMES: Record<string, { first: string[]; last: string[] }> = {
  en: {
    first: [
      'Alice',
      'Marcus',
      'Priya',
      'Owen',
      'Dolores',
      'Tomasz',
      'Hannah',
      'Kwame',
      'Nadia',
      'Leo',
      'Grace',
      'Ravi',
    ],
    last: [
      'Whitlock',
      'Adeyemi',
      'Barnes',
      'Kowalczyk',
      'Moreau',
      'Singh',
      'Fairweather',
      'Ortega',
      'Lindqvist',
      'Pham',
    ],
  },
  de: {
    first: ['Anna', 'Lukas', 'Ursula', 'Jonas', 'Heidi', 'Reto', 'Claudia'],
    last: ['Ammann', 'Keller', 'Zurbriggen', 'Vogt', 'Brandstetter', 'Huber'],
  },
  fr: {
    first: ['Camille', 'Julien', 'Margaux', 'Étienne', 'Solène'],
    last: ['Favre', 'Rochat', 'Delacroix', 'Perret', 'Bonvin'],
  },
  es: {
    first: ['Lucía', 'Mateo', 'Carmen', 'Javier', 'Inés'],
    last: ['Rosales', 'Quintana', 'Navarro', 'Peralta'],
  },
  ja: { first: ['健一', '美咲', '由紀', '大輔'], last: ['佐藤', '高橋', '森田', '石川'] },
}

export function inventCaller(random: Random, language: string): Caller {
  const names = NAMES[language] ?? NAMES.en!
  const area = pick(random, ['202', '312', '415', '617', '702'])
  return {
    first: pick(random, names.first),
    last: pick(random, names.last),
    phone: `+1${area}55501${digits(random, 2)}`,
    userId: random() < 0.87 ? `cust_${digits(random, 5)}` : null,
    tier: pick(random, ['standard', 'standard', 'standard', 'plus', 'vip']),
  }
}
