import type { Pieces } from '../pieces.ts'
import type { RedactKind } from './kind.ts'
import { KnownPhones, Parts } from './known.ts'
import { KnownWords } from './known-words.ts'

/** A piece of personal data in a text. */
export interface Finding {
  start: number
  end: number
  /** The same for the same thing, however it is written. */
  key: string
}

/**
 * What one call has told about itself. It is filled while a call is read for the first time and used the second time,
 * so that a number with nothing about it that says "phone" is masked, too, once the call has named it as one.
 */
export interface Scope {
  phones: KnownPhones
  userIds: Parts
  words: KnownWords
  /** What became of texts, by field and text, when so many of both were known: ids come again in every turn. */
  masked: Map<string, { text: string; knows: number }>
}

export const newScope = (): Scope => ({
  phones: new KnownPhones(),
  userIds: new Parts(),
  words: new KnownWords(),
  masked: new Map(),
})

/** How much is known: what was masked with less may have to be masked again. */
export const knowledge = ({ phones, userIds, words }: Scope): number => phones.size + userIds.size + words.size

/**
 * Finds one kind of data, from left to right and without overlaps, in a text that the field of that name holds; in
 * pieces where that takes long.
 */
export type Finder = (text: string, scope: Scope, field: string) => Finding[] | Pieces<Finding[]>

/** @param needed the bits of `MAY` of which a text has one, if the finder finds anything in it; null: of any text */
export type Finders = readonly (readonly [kind: RedactKind, find: Finder, needed: number | null])[]

/** Stands for characters that another finder has taken: no digit, no letter, no blank. */
export const TAKEN = '¦'

/** The text, as long as before, without what was found. */
export function without(text: string, found: readonly Finding[]): string {
  let rest = ''
  let end = 0
  for (const { start, end: next } of found) {
    rest += text.slice(end, start) + TAKEN.repeat(next - start)
    end = next
  }
  return rest + text.slice(end)
}

/** What `matchAll` finds, without the copy that it makes of the pattern, which takes longer than most texts. */
export function matchesOf(text: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) found.push(match)
  return found
}

/** Every match of the pattern, replaced by as many characters that mean nothing. */
export const blank = (text: string, pattern: RegExp): string => text.replace(pattern, hit => TAKEN.repeat(hit.length))
