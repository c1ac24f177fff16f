import { parsedInPieces } from '../api/json.ts'
import { PSEUDONYM } from '../domain/pseudonym.ts'
import type { Pieces } from '../pieces.ts'
import { FEWEST_OF_CARD } from './card.ts'
import { isLong } from './digits.ts'
import { FieldOfJson, type Member } from './field-of-json.ts'
import { knowledge, type Scope } from './finder.ts'
import type { RedactKind } from './kind.ts'
import { LONG } from './long-text.ts'
import type { Mask } from './mask.ts'
import { isHarmless, mayHold, mayHoldTold } from './may-hold.ts'
import { type Announced, isBareResultName, nameInPhone, ownName } from './names.ts'
import { knownPhone, phoneKey, SHORTEST } from './phone-run.ts'
import { isPlaceholder } from './placeholder.ts'
import type { Pseudonyms } from './pseudonym.ts'
import { remembered } from './remembered.ts'
import { hasFigures, paperKey } from './ssn.ts'
import { isDistinctive, isWrittenName } from './user-id.ts'

/** Masks the value of a field, whose name may tell what it is. */
export interface ValueMask {
  /** @param may what `mayHold` says of it */
  text(value: string, name: string, scope: Scope, may?: number): string
  /** Whether there is nothing in it to mask that its call has not told elsewhere. */
  tellsNothing(value: string, name: string, may: number): boolean
  /** The name of a field: the same few come in every call. */
  name(name: string, scope: Scope): string
  /** The same of a long one. */
  longText(value: string, name: string, scope: Scope): Pieces<string>
  /** Whether any number in a field of that name may be personal data. */
  tells(name: string): boolean
  /** It stays one unless it is personal data. */
  number(value: number, name: string, scope: Scope): string | number
}

export function createValueMask(mask: Mask, pseudonym: Pseudonyms, announced: Announced): ValueMask {
  const memberOf = remembered((name): Member => {
    const [variable, result] = [ownName(name), ownName(name, '', 'result')]
    return {
      name,
      variable,
      result,
      phone: nameInPhone(name),
      announces: announced(variable) !== null,
      may: mayHold(name),
    }
  })

  const plain = (value: string, name: string, scope: Scope, may?: number): string =>
    announcedAs(value, mask.text(value, scope, name, may), name, scope)

  /** What becomes of a text, masked as any other, in a field that announces what it is. */
  const announcedAs = (value: string, masked: string, name: string, scope: Scope): string => {
    const kind = announced(name)
    if (kind === null || isPseudonym(masked)) return masked
    if (isToldWhole(kind)) return toldWhole(kind, value, masked, name, scope)
    if (kind === 'user_id') {
      if (isWrittenName(value)) scope.words.add('name', value)
      else if (isDistinctive(value)) scope.userIds.add(value)
      return pseudonym('user_id', value.trim())
    }
    // 78051120: as a number it has lost its zero.
    if (kind === 'id_number') return hasFigures(masked) ? pseudonym(kind, paperKey(value)) : masked
    // sip:1001@…, a short code, half a number; "anonymous" tells nothing.
    const isMissed = hasDigits(masked) || (hasDigits(value) && !masked.includes('[phone-'))
    if (kind !== 'phone' || !isMissed) return masked
    const digits = value.replace(/\D/g, '')
    if (digits.length < SHORTEST) return pseudonym('phone', value)
    scope.phones.add(phoneKey(digits))
    return pseudonym('phone', phoneKey(digits))
  }

  /** A name, an address and the like: whatever is there is one, and is known from now on. */
  const toldWhole = (kind: ToldWhole, value: string, masked: string, name: string, scope: Scope): string => {
    if (isPlaceholder(value) || (kind === 'name' && !isNameOfSomebody(value, name))) return masked
    if (kind === 'account' || kind === 'iban')
      return /\d/.test(value) ? pseudonym(kind, value.replace(/\W/g, '')) : masked
    return pseudonym(kind, scope.words.add(kind, value))
  }

  const tellsNothing: ValueMask['tellsNothing'] = (value, name, may) =>
    isHarmless(may) && announced(name) === null && (!BEGINS_JSON.test(value) || !announcesAny(value))

  const text: ValueMask['text'] = (value, name, scope, may = mayHold(value)) => {
    if (tellsNothing(value, name, may) && !mayHoldTold(value, may, scope)) return value
    if (!BEGINS_JSON.test(value) || !isJson(value)) return plain(value, name, scope, may)
    const knew = knowledge(scope)
    const masked = inJson(value, name, scope)
    // What it names at its end may stand at its beginning.
    return knowledge(scope) === knew ? masked : inJson(value, name, scope)
  }

  function* longText(value: string, name: string, scope: Scope): Pieces<string> {
    if (BEGINS_JSON.test(value) && (yield* isLongJson(value))) {
      const knew = knowledge(scope)
      const masked = yield* inLongJson(value, name, scope)
      return knowledge(scope) === knew ? masked : yield* inLongJson(value, name, scope)
    }
    return announcedAs(value, yield* mask.longText(value, scope, name), name, scope)
  }

  const tells: ValueMask['tells'] = name => {
    const kind = announced(name)
    return kind === 'user_id' || (kind !== null && isToldWhole(kind))
  }

  const number: ValueMask['number'] = (value, name, scope) => {
    if (!isLong(value) && !tells(name)) return value
    const digits = String(value)
    const isKnown = announced(name) !== null || knownPhone(scope.phones, digits) !== null
    // What else so many digits may be, tells itself by them: a card does.
    if (!isKnown && digits.length < FEWEST_OF_CARD) return value
    const masked = plain(digits, name, scope)
    return masked === digits ? value : masked
  }

  /** Only literals that change are written anew: layout, order and long numbers of the rest stay as they are. */
  const inJson = (json: string, name: string, scope: Scope): string => {
    const field = new FieldOfJson(json, name, announced)
    return json.replace(LITERAL, (literal, colon: string | undefined, at: number) => {
      if (colon === undefined) return inLiteral(literal, field.name, scope)
      const said = memberOf(saidBy(literal, colon))
      field.begin(said, at + literal.length)
      return inName(literal, colon, said, scope)
    })
  }

  function* inLongJson(json: string, name: string, scope: Scope): Pieces<string> {
    const field = new FieldOfJson(json, name, announced)
    let [masked, end, paused] = ['', 0, 0]
    for (const { 0: literal, 1: colon, index } of json.matchAll(LITERAL)) {
      if (index - paused > LONG) {
        paused = index
        yield
      }
      const said = colon === undefined ? null : memberOf(saidBy(literal, colon))
      if (said) field.begin(said, index + literal.length)
      const isLongText = literal.length > LONG && literal.startsWith('"')
      const shown = isLongText
        ? yield* inLongLiteral(literal, colon, field.name, scope)
        : said
          ? inName(literal, colon!, said, scope)
          : inLiteral(literal, field.name, scope)
      if (shown === literal) continue
      masked += json.slice(end, index) + shown
      end = index + literal.length
    }
    return masked + json.slice(end)
  }

  function inLiteral(literal: string, field: string, scope: Scope): string {
    if (!literal.startsWith('"')) {
      const value = Number(literal)
      // Of an id with so many digits the last ones would be others.
      const isExact = !/^-?\d+$/.test(literal) || Number.isSafeInteger(value)
      const masked = isExact ? number(value, field, scope) : text(literal, field, scope)
      return typeof masked === 'string' && masked !== literal ? JSON.stringify(masked) : literal
    }
    if (announced(field) === null && !literal.includes('\\')) {
      const may = mayHold(literal)
      if (isHarmless(may) && !mayHoldTold(literal, may, scope)) return literal
    }
    const value = saidBy(literal)
    const masked = text(value, field, scope)
    return masked === value ? literal : JSON.stringify(masked)
  }

  function inName(literal: string, colon: string, { name, may }: Member, scope: Scope): string {
    const masked = mask.text(name, scope, '', may)
    return masked === name ? literal : JSON.stringify(masked) + colon
  }

  function* inLongLiteral(literal: string, colon: string | undefined, field: string, scope: Scope): Pieces<string> {
    const value = saidBy(literal, colon)
    const masked = yield* colon === undefined ? longText(value, field, scope) : mask.longText(value, scope)
    return masked === value ? literal : JSON.stringify(masked) + (colon ?? '')
  }

  /** Whether a name in it announces personal data; what is escaped is not seen from outside. */
  function announcesAny(json: string): boolean {
    if (json.includes('\\')) return true
    for (let colon = json.indexOf(':'); colon !== -1; colon = json.indexOf(':', colon + 1)) {
      let end = colon - 1
      while (end > 0 && json.charCodeAt(end) <= SPACE) end--
      if (json.charCodeAt(end) !== QUOTE) continue
      // Names are short: to call a search takes longer.
      let start = end - 1
      while (start >= 0 && json.charCodeAt(start) !== QUOTE) start--
      if (memberOf(json.slice(start + 1, end)).announces) return true
    }
    return false
  }

  const name: ValueMask['name'] = (given, scope) => mask.text(given, scope, '', memberOf(given).may)
  return { text, tellsNothing, name, longText, tells, number }
}

const TOLD_WHOLE = ['name', 'address', 'birth', 'value', 'account', 'iban'] as const
type ToldWhole = (typeof TOLD_WHOLE)[number]
const isToldWhole = (kind: RedactKind): kind is ToldWhole => (TOLD_WHOLE as readonly RedactKind[]).includes(kind)

/** Some words without figures; where things are named, too, several words that begin as names do. */
function isNameOfSomebody(value: string, field: string): boolean {
  const words = value.trim().split(/\s+/)
  if (value.length > 80 || words.length > 8 || /\d{2}|[{}<>@]/.test(value) || !/\p{L}/u.test(value)) return false
  const isWritten =
    words.length > 1 && words.length < 6 && words.every(word => !/^\p{Ll}/u.test(word) || word.length < 4)
  return !isBareResultName(field) || isWritten
}

const [SPACE, QUOTE] = [32, 34]

/** Strings, with the colon behind those that are names, and numbers; in valid JSON nothing else can look like them. */
const LITERAL = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** What a literal says, which in JSON is a name if a colon stands behind it. */
function saidBy(literal: string, colon = ''): string {
  const written = literal.slice(0, literal.length - colon.length).trimEnd()
  return written.includes('\\') ? JSON.parse(written) : written.slice(1, -1)
}

const BEGINS_JSON = /^\s*[{["]/
const ENDS_JSON = /[}\]"]$/

function isJson(text: string): boolean {
  // `[warmly] Hello` is none: an exception for each such text would cost more than all the rest.
  if (!ENDS_JSON.test(text.trimEnd())) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function* isLongJson(text: string): Pieces<boolean> {
  try {
    yield* parsedInPieces(text)
    return true
  } catch {
    return false
  }
}

const hasDigits = (text: string): boolean => /\d{3}/.test(text.replace(PSEUDONYM, ''))

/** Nothing but pseudonyms, or nothing at all. */
const isPseudonym = (text: string): boolean => text.replace(PSEUDONYM, '').trim() === ''
