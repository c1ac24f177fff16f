import { type Finder, matchesOf } from './finder.ts'

/** Words that announce a number of a bank, and not an order's or a customer's. */
const OF_BANK =
  '(?:bank|checking|savings|giro) ?account|routing|sort code|aba|bsb|kontonummer|bankleitzahl|blz|bankkonto|cuenta bancaria|compte bancaire|conto bancario'
const numberAfter = (words: string): RegExp =>
  new RegExp(
    String.raw`(?<!\p{L})(?:${words})(?: ?(?:number|no\.?|nummer|#))?(?: is|:| ist| es| est)? {0,2}(?<number>\d(?:[ -]?\d){4,17})(?!\d)`,
    'giu',
  )
const SAID = numberAfter(OF_BANK)
/** Beside the number of a bank any account is one of that bank. */
const SAID_OF_ANY = numberAfter(`${OF_BANK}|account`)
const NAMES_BANK = /(?<!\p{L})(?:routing|sort code|aba|bsb)(?!\p{L})/iu

/** @param small in small letters */
export const mayHoldAccount = (small: string): boolean =>
  /account|routing|sort code|aba|bsb|konto|bankleitzahl|blz|cuenta|compte|conto/.test(small)

/** Numbers of bank accounts and banks that have no check digits of their own, where the words before them say what they are. */
export const findAccounts: Finder = text =>
  matchesOf(text, NAMES_BANK.test(text) ? SAID_OF_ANY : SAID).map(({ 0: whole, index, groups }) => {
    const end = index + whole.length
    return { start: end - groups!.number!.length, end, key: groups!.number!.replace(/\D/g, '') }
  })
