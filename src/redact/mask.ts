import { PSEUDONYM } from '../domain/pseudonym.ts'
import { atOnce, type Pieces } from '../pieces.ts'
import { type Finders, type Finding, knowledge, matchesOf, type Scope, without } from './finder.ts'
import { partsOf } from './long-text.ts'
import { isHarmless, mayHold, mayHoldTold } from './may-hold.ts'
import type { Pseudonyms } from './pseudonym.ts'
import { ascii, HIDES, visible } from './visible.ts'

/** A piece of a text and what is to stand in its place. */
interface Replacement {
  start: number
  end: number
  text: string
}

interface Round {
  all: Replacement[]
  /** What `mayHold` says of what is left; null: nothing of it can be personal data. */
  left: number | null
}

/** Masks plain text; the name of the field that holds it may say what its numbers are. */
export interface Mask {
  /** @param may what `mayHold` says of it */
  text(text: string, scope: Scope, field?: string, may?: number): string
  /** The same of a long one, part by part; what cannot be looked at is withheld. */
  longText(text: string, scope: Scope, field?: string): Pieces<string>
}

/** Taking one number away may show another: `a b` is none, but `a` is one, and then so is `b`. */
const MOST_ROUNDS = 8

/** Things of a kind, which to find and replace takes some milliseconds. */
const MANY = 200

export function createMask(finders: Finders, pseudonym: Pseudonyms): Mask {
  /** Those of one round, by place in the text as it will be seen. */
  function* replacements(text: string, scope: Scope, field: string, may: number): Pieces<Round> {
    let rest = ascii(text)
    rest = without(rest, pseudonymsIn(rest))
    const all: Replacement[] = []
    for (const [kind, find, needed] of finders) {
      if (needed !== null && (needed & may) === 0) continue
      const finding = find(rest, scope, field)
      const found = Array.isArray(finding) ? finding : yield* finding
      if (found.length === 0) continue
      all.push(...found.map(({ start, end, key }) => ({ start, end, text: pseudonym(kind, key) })))
      rest = without(rest, found)
      if (found.length > MANY) yield
    }
    const now = mayHold(rest)
    const isAll = isHarmless(now) && !mayHoldTold(rest, now, scope)
    return { all: all.sort((a, b) => a.start - b.start), left: isAll ? null : now }
  }
  return {
    *longText(text, scope, field = '') {
      const whole = HIDES.test(text) ? visible(text) : text
      let masked = ''
      for (const part of partsOf(whole, scope)) {
        if (part && 'withheld' in part) masked += withheld(part.withheld)
        else if (part) {
          const may = mayHold(part.text)
          const isOf = !isHarmless(may) || mayHoldTold(part.text, may, scope)
          masked += isOf ? yield* maskInPieces(part.text, scope, field, may) : part.text
        }
        yield
      }
      return masked
    },
    text(text, scope, field = '', may = mayHold(text)) {
      if (isHarmless(may) && !mayHoldTold(text, may, scope)) return text
      const key = `${field}\0${text}`
      const known = scope.masked.get(key)
      const knows = knowledge(scope)
      if (known?.knows === knows) return known.text
      const masked = atOnce(maskInPieces(text, scope, field, may))
      scope.masked.set(key, { text: masked, knows: knowledge(scope) })
      return masked
    },
  }

  function* maskInPieces(text: string, scope: Scope, field: string, may: number): Pieces<string> {
    let masked = visible(text)
    let rounds = 0
    for (; rounds < MOST_ROUNDS; rounds++) {
      const { all, left } = yield* replacements(masked, scope, field, may)
      if (all.length === 0) break
      masked = replaced(masked, all)
      if (left === null) return masked
      may = left
    }
    return rounds === 0 ? text : masked
  }
}

const withheld = (length: number): string =>
  `[${length.toLocaleString('en-US')} characters withheld: too long to mask in one piece, and nowhere safe to divide]`

const pseudonymsIn = (text: string): Finding[] =>
  !text.includes('[')
    ? []
    : matchesOf(text, PSEUDONYM).map(({ 0: key, index }) => ({ start: index, end: index + key.length, key }))

function replaced(text: string, all: readonly Replacement[]): string {
  let result = ''
  let end = 0
  for (const { start, end: next, text: by } of all) {
    result += text.slice(end, start) + by
    end = next
  }
  return result + text.slice(end)
}
