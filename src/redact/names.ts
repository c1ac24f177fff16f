import type { RedactKind } from './kind.ts'
import { remembered } from './remembered.ts'

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
  [
    'id_number',
    new RegExp(
      `(?:^| )(?:ssn|itin|nino|dni|nie|cpf|bsn|pesel|aadhaar|steuer ?id|(?:social security|tax(?:payer)? id|passport|national id|` +
        `(?:driver s?|drivers?|driving) licen[cs]e|identity card|id card|national insurance)(?: ${NUMBER})?)$`,
    ),
  ],
  ['iban', /(?:^| )iban$/],
  [
    'account',
    new RegExp(`(?:^| )(?:(?:bank )?account ${NUMBER}|bank account|routing ${NUMBER}|sort code|kontonummer|blz)$`),
  ],
  ['user_id', /(?:^| )user ?ids?$/],
]

const WHO =
  'first|second|third|last|middle|given|family|full|maiden|birth|nick|preferred|legal|customer|caller|client|patient|guest|contact|member|user|' +
  'account holder|card ?holder|holder|recipient|person|passenger|travell?er|borrower|policy ?holder|insured|tenant|employee|student|' +
  'lead|spouse|partner|child|billing|shipping|your|callers?|customers?|real|owner'

/** Names of fields in what a call brings along (variables, collected data, arguments and results of tools), not the API's. */
const OWN_NAMES: [RedactKind, RegExp][] = [
  [
    'name',
    new RegExp(
      `(?:^| )(?:(?:${WHO}) ?names?|surnames?|forenames?|(?:vor|nach|familien)namen?|nombres?|apellidos?|pr[eé]noms?|cognome|sobrenome|(?:voor|achter)naam)(?: ?\\d)?$`,
    ),
  ],
  ['name', /^names?(?: ?\d| list)?$/],
  [
    'address',
    /^(?!.*(?:e ?mail|ip|mac|web|url) address)(?:.* )?(?:street|address(?: line)?(?: ?\d)?|addr|stra(?:ß|ss)e|adresse|anschrift|direcci[oó]n|calle|indirizzo|endere[cç]o|zip(?: ?code)?|post(?:al)? ?code|plz)$/,
  ],
  [
    'birth',
    /(?:^| )(?:birth|dob|birth ?date|birth ?day|date of birth|geburtsdatum|geburtstag|fecha de nacimiento|date de naissance|data di nascita|data de nascimento)$/,
  ],
]

/** Parts of the path to a value that a call brings along: where it is from, what it is in, its name. */
const BETWEEN = '\u001f'
export type Origin = 'variable' | 'result'

/** The name of a field in what a call brings along; of the path above it only the last name counts, or that it is a telephone's. */
export const ownName = (name: string, above = '', origin: Origin = 'variable'): string =>
  above === ''
    ? `${origin}${BETWEEN}${BETWEEN}${name}`
    : [above.startsWith('result') ? 'result' : origin, lastOf(above), name].join(BETWEEN)

/** What is in a telephone's field is a telephone's, however deep. */
const lastOf = remembered(above => {
  const [, outer = '', last = ''] = above.split(BETWEEN)
  return [outer, last].some(isOfPhone) ? PHONE : last
})
const PHONE = 'phone'
const isOfPhone = (name: string): boolean => NAMES[0]![1].test(wordsOf(name))

/** The name of a field in a telephone's field. */
export const nameInPhone = (name: string): string => ownName(name, ownName(PHONE))
/** In a telephone's field, and not its number. */
const BESIDE_NUMBER = /(?:^| )(?:type|label|kind|country|code|id|at|on|date|time|timestamp)$/

export const isOwnName = (name: string): boolean => name.includes(BETWEEN)

/** Whether it is called a name and nothing more in the result of a tool, where things have names, too. */
export const isBareResultName = (name: string): boolean => /^result\u001f[^\u001f]*\u001fnames?$/i.test(name)

/** A field's name as words: `callbackNumber`, `callback_number` → `callback number`. */
export const wordsOf = remembered(name =>
  name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[\s_.:/\u001f-]+/g, ' ')
    .trim()
    .toLowerCase(),
)

/** The kind of data that a field announces by its name. */
export type Announced = (name: string) => RedactKind | null

/** @param variables names of fields whose values are masked whatever they are */
export function createAnnounced(variables: readonly string[] = []): Announced {
  const configured = variables.map(wordsOf).filter(words => words !== '')
  return remembered(name => kindOf(name, configured))
}

function kindOf(name: string, configured: readonly string[]): RedactKind | null {
  const path = name.split(BETWEEN)
  const words = wordsOf(path.at(-1)!)
  const within = wordsOf(path.slice(1).join(BETWEEN))
  const isOwn = path.length > 1
  // Inside of one that was named, too.
  if (isOwn && configured.some(one => ` ${within} `.includes(` ${one} `))) return 'value'
  const ofAll = NAMES.find(([, pattern]) => pattern.test(words))?.[0]
  if (ofAll !== undefined || !isOwn) return ofAll ?? null
  const own = OWN_NAMES.find(([, pattern]) => pattern.test(words) || (words === 'name' && pattern.test(within)))?.[0]
  return own ?? (path[1] === PHONE && !BESIDE_NUMBER.test(words) ? 'phone' : null)
}
