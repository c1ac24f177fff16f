import { type Finder, matchesOf } from './finder.ts'

const NAME = String.raw`\p{Lu}[\p{L}'’.-]*`
const CITY = `${NAME}(?: ${NAME}){0,2}`
const UK_CODE = String.raw`[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\p{L}\p{N}])`
const US_PLACE = String.raw`${CITY},? [A-Z]{2},? \d{5}(?:-\d{4})?(?!\d)`
const END = String.raw`(?![\p{L}\p{N}])`

const SUFFIX =
  '(?:[Ss]treet|[Ss]t|[Aa]venue|[Aa]ve|[Rr]oad|[Rr]d|[Bb]oulevard|[Bb]lvd|[Ll]ane|[Ll]n|[Dd]rive|[Dd]r|[Cc]ourt|[Cc]t|[Pp]lace|Pl|[Pp]arkway|[Pp]kwy|' +
  '[Tt]errace|[Ss]quare|Sq|[Hh]ighway|[Hh]wy|[Cc]ircle|[Cc]rescent|[Cc]lose|[Gg]ardens|[Mm]ews|Way)'
const UNIT = String.raw`(?:,? (?:[Aa]pt|[Aa]partment|[Ss]uite|[Ss]te|[Uu]nit|[Ff]lat|#)\.? ?[\p{L}\d]{1,5}${END})?`
const AREA = `(?:,? ${US_PLACE}|(?:,? ${CITY})?,? ${UK_CODE})?`

/** Of those in small letters, which are words of other things less often. */
const SMALL = '(?:street|avenue|road|boulevard|lane|drive|terrace|parkway)'

/** Words that stand between a number and "street" without being its name. */
const NO_NAME =
  '(?!(?:the|a|an|this|that|your|my|our|of|on|in|and|more|other|miles?|minutes?|blocks?|way|side|cross)\\b)'

const WAYS = [
  // 1600 Amphitheatre Parkway, Mountain View, CA 94043; 221B Baker Street, London NW1 6XE; 12 main street
  String.raw`\d{1,5}[A-Za-z]? (?:(?:[NSEW]|North|South|East|West)\.? )?(?:(?:${NAME}|\d{1,3}(?:st|nd|rd|th))(?: ${NAME}){0,3} ${SUFFIX}|(?:${NO_NAME}\p{Ll}{3,} ){1,2}${SMALL})${END}(?:\.(?=,))?${UNIT}${AREA}`,
  // Hauptstraße 12, 10115 Berlin; Prinsengracht 263
  String.raw`(?!Park|Arbeits|Sitz|Stell|Steh)\p{Lu}[\p{L}-]{2,}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|damm|ufer|straat|laan|plein|kade|gracht) \d{1,4} ?[a-z]?${END}(?:,? \d{4,5}(?: [A-Z]{2})? ${NAME})?`,
  // 12 bis rue de la Paix, 75002 Paris
  String.raw`\d{1,4}(?: ?(?:bis|ter))?,? (?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Ii]mpasse|[Aa]llée|[Qq]uai|[Rr]oute) (?:(?:de|du|des|la|le|les|aux?) |[ld]['’]){0,3}${NAME}(?: ${NAME}){0,3}(?:,? \d{5} ${NAME})?`,
  // Calle Mayor 12, 28013 Madrid; Via Roma, 5
  String.raw`(?:Calle|C/|Avenida|Avda\.?|Paseo|Plaza|Rua|Via|Viale|Piazza|Corso) (?:(?:de|del|la|las|los|das|dos|da|do|di) ){0,3}${NAME}(?: (?:de |del |di )?${NAME}){0,3},? (?:n[.º°]? ?)?\d{1,4}${END}(?:,? \d{4,5}(?:-\d{3})? ${NAME})?`,
  // Mountain View, CA 94043; NW1 6XE
  String.raw`${CITY}, [A-Z]{2} \d{5}(?:-\d{4})?(?!\d)`,
  UK_CODE,
  String.raw`P\.? ?O\.? [Bb]ox \d{1,6}`,
]
const ADDRESS = new RegExp(String.raw`(?<![\p{L}\p{N}/#])(?:${WAYS.join('|')})`, 'gu')

/** Words of which an address has one, beside a number, or what a postcode looks like; in small letters. */
const HINT =
  /street|avenue|road|boulevard|lane|drive|court|place|parkway|terrace|square|highway|circle|crescent|close|gardens|mews|straße|strasse|weg|platz|allee|gasse|ring|damm|ufer|straat|laan|plein|kade|gracht|rue|chemin|impasse|allée|quai|route|calle|avenida|paseo|plaza|rua|via|piazza|corso|box|\b(?:way|st|ave|rd|blvd|ln|dr|ct|pl|pkwy|sq|hwy)\b|str\.|c\/|avda|[a-z]{2},? \d{5}|[a-z]\d[a-z\d]? \d[a-z]{2}/

/** Whether it is worth looking for one in a text that has a digit and a blank. @param small in small letters */
export const mayHoldAddress = (small: string): boolean => HINT.test(small)

/**
 * Postal addresses that are written in the usual way of a country: number and street, with unit, town and postcode where
 * they follow; postcodes alone where nothing else looks like them. Streets without a number are not found.
 */
export const findAddresses: Finder = text =>
  matchesOf(text, ADDRESS).map(({ 0: found, index: start }) => ({
    start,
    end: start + found.length,
    key: found
      .replace(/[\s,.]+/g, ' ')
      .trim()
      .toLowerCase(),
  }))
