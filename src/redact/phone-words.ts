import { matchesOf, TAKEN } from './finder.ts'

/** Things one telephones with, in the languages that voice agents speak most; a stem stands for its endings. */
const PHONE = [
  'phones?|telephones?|cell(?:phone)?|mobiles?|tel|tlf|callback|sms|whatsapp|wa\\.me|fax|caller|ani|msisdn|gsm|handy|handynummer|mobil',
  'mobil(?:e|en|nummer|funk\\p{L}*)|rufnummer|r[üu]ckruf\\p{L}*|portable|téléphon\\p{L}*|tel[ée]fon\\p{L}*|m[óo]vil|celular|cellulare|telem[óo]vel',
  'telefoon\\p{L}*|kom[óo]rk\\p{L}+|телефон\\p{L}*|мобильн\\p{L}*|फ़ोन|फोन|मोबाइल|هاتف\\p{L}*|جوال\\p{L}*|موبايل',
].join('|')

/** What one does with a telephone, and with other things, too. */
const TO_PHONE =
  'call(?:ed|ing)?|reach|text (?:me|you|us)|dial|ring|contact|anruf\\p{L}*|zurückruf\\p{L}*|erreich\\p{L}*|appel\\p{L}*|rappel\\p{L}*|joindre|' +
  // "my number is", but not "my order number is"
  '(?:my|your|his|her|their) (?:\\p{L}+est |new |other |direct )?number|(?:meine|ihre) nummer|(?:mi|tu|su) n[úu]mero|(?:mon|votre) num[ée]ro|' +
  '(?:mio|suo) numero|(?:meu|seu) n[úu]mero|mijn nummer|m[óo]j numer|мой номер|' +
  'llam\\p{L}+|chiam\\p{L}+|ligar|ligue|bellen|zadzwo\\p{L}+|звон\\p{L}*|позвон\\p{L}*'

/** Things that have numbers which may look like one of a telephone. */
const OTHER = [
  'orders?|invoices?|tickets?|(?<!in |any )cases?|references?|ref|bookings?|reservations?|confirmation|tracking|shipments?|parcels?|accounts?',
  'polic(?:y|ies)|claims?|serial|sku|items?|products?|ids?|pin|codes?|batch|contracts?|customer number|members?|membership|meter|licen[cs]e',
  'passport|sids?|uuid|token|hash|transactions?|receipts?|timestamp|amount|total|price|isbn|ean|upc|imei|vin|ssn|zip|iban|card|certificate',
  'voucher|bestell\\p{L}*|rechnung\\p{L}*|auftr\\p{L}+|vorgang\\p{L}*|kundennummer|vertrag\\p{L}*|zähler\\p{L}*|sendung\\p{L}*|artikel\\p{L}*',
  'konto\\p{L}*|buchung\\p{L}*|commandes?|factures?|dossier|référence|réservation|colis|contrat|compte|pedidos?|facturas?|referencia|reserva',
  'expediente|cuenta|contrato|envío|ordine|fattura|pratica|prenotazione|conto|contratto|spedizione|encomenda|fatura|conta|protocolo',
  'bestelling|factuur|klantnummer|rekening\\p{L}*|zamówieni\\p{L}+|faktur\\p{L}+|заказ\\p{L}*|сч[её]т\\p{L}*|ऑर्डर|طلب',
].join('|')

/** Languages without blanks between words. */
const CJK = { phone: '电话|電話|手机|手機|携帯|전화|휴대폰', other: '订单|訂單|单号|注文|予約|주문' }

const WORD = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:(?<thing>${PHONE})|(?<act>${TO_PHONE})|(?<other>${OTHER}))(?![\\p{L}\\p{M}])|` +
    `(?<thingCjk>${CJK.phone})|(?<otherCjk>${CJK.other})`,
  'giu',
)

type Meaning = 'thing' | 'act' | 'other'

function meanings(text: string): Meaning[] {
  if (!/\p{L}/u.test(text)) return []
  return matchesOf(text, WORD).map(({ groups }) => {
    if (groups!.thing || groups!.thingCjk) return 'thing'
    return groups!.act ? 'act' : 'other'
  })
}

const LAST_NUMBER = new RegExp(`(?:\\d{3}|${TAKEN})(?!.*(?:\\d{3}|${TAKEN}))`, 's')

/** How far from a number a word still speaks of it, in characters. */
const BEFORE = 48
const AFTER = 24

/**
 * What the words next to a number say it is. Between it and the number before it ("call me about order 82974 at 415…"):
 * a telephone, where there is one, else the nearest word. Then, in this order: a telephone further back or behind the
 * number, and the name of the field that holds the text.
 */
export function wordsAbout(text: string, start: number, end: number, field: string): 'phone' | 'other' | null {
  const lead = text.slice(Math.max(0, start - BEFORE), start)
  const near = Math.max(0, lead.search(LAST_NUMBER))
  const words = meanings(lead.slice(near))
  if (words.includes('thing')) return 'phone'
  if (words.length > 0) return words.at(-1) === 'act' ? 'phone' : 'other'
  const around = [...meanings(lead.slice(0, near)), ...meanings(text.slice(end, end + AFTER))]
  if (around.includes('thing') || around.includes('act')) return 'phone'
  const named = meanings(field)
  return named.includes('thing') ? 'phone' : named.includes('other') ? 'other' : null
}
