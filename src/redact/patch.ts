import { createHmac } from 'node:crypto'
import { put } from '../api/json.ts'
import type { Conversation } from '../domain/conversation.ts'
import { newScope, type Scope } from './finder.ts'
import type { RedactKind } from './kind.ts'

/** What the archive has of a call. */
export interface Patched {
  packed: Uint8Array
  /** What masking changes, where somebody has worked that out. */
  patch: string | null
}

/** What a call has told about itself. */
export type Told = () => Scope

/** What masking changes of a call, and what the call tells about itself. */
interface Patch {
  /** Made when it is asked for: most calls are read once. */
  told: Told
  /**
   * Whether all that is told elsewhere, such as by a list, is among that; words in the same order, since of a word that
   * stands in two names the first counts.
   */
  tellsAll(scope: Scope): boolean
  apply(call: Conversation): Conversation
}

/** What stands where, by the names that lead there; in a text, between so many characters before and behind. */
type Change = [place: string[], shown: unknown, head?: number, tail?: number]
type Holder = Record<string, unknown>
type Tells = [phones: string[], userIds: string[], words: [RedactKind, string][]]

/** A call of which more changes, in characters or places, is masked anew each time. */
const [MOST, MOST_PLACES] = [100_000, 5_000]
/** Of the seal. */
const SEAL = 32

/** Told by the build; what runs from source keeps nothing for other processes. */
declare const BUILD: string | undefined
const build = typeof BUILD === 'string' ? BUILD : Math.random()

/**
 * Patches as texts that stand beside the bodies of calls. Each has a seal over all that it follows from: body, salt,
 * configured variables, this very build, and Unicode as Node knows it. Another one, or one of somebody else's, is none.
 */
export function createPatches(salt: string, variables: readonly string[]) {
  const of = JSON.stringify([build, process.versions.unicode, variables])
  const seal = (json: string, packed: Uint8Array): string =>
    createHmac('sha256', salt).update(`${of}${json}\0`).update(packed).digest('base64').slice(0, SEAL)
  return {
    /** null: it is too long to be kept */
    write(call: Conversation, masked: Conversation, scope: Scope, packed: Uint8Array) {
      const changes: Change[] = []
      compare(call, masked, [], changes)
      if (changes.length > MOST_PLACES) return null
      const json = JSON.stringify([toldIn(scope), changes])
      return json.length > MOST ? null : seal(json, packed) + json
    },
    read({ packed, patch }: Patched): Patch | null {
      const json = patch?.slice(SEAL) ?? ''
      if (!patch || seal(json, packed) !== patch.slice(0, SEAL)) return null
      const [tells, changes] = JSON.parse(json) as [Tells, Change[]]
      const tellsAll = ({ phones, userIds, words }: Scope): boolean =>
        [...phones].every(key => tells[0].includes(key)) &&
        [...userIds].every(id => tells[1].includes(id)) &&
        words.told.every(([kind, phrase], at) => tells[2][at]?.[0] === kind && tells[2][at][1] === phrase)
      return { told: toldBy(tells), tellsAll, apply: call => applied(call, changes) }
    },
  }
}

const toldIn = ({ phones, userIds, words }: Scope): Tells => [[...phones], [...userIds], words.told]

function toldBy([phones, userIds, words]: Tells): Told {
  let made: Scope | undefined
  return () => {
    if (made) return made
    made = newScope()
    for (const key of phones) made.phones.add(key)
    for (const id of userIds) made.userIds.add(id)
    for (const [kind, phrase] of words) made.words.add(kind, phrase)
    return made
  }
}

/** What is shared did not change; where names did, the whole object is another. */
function compare(before: unknown, after: unknown, place: string[], changes: Change[]): void {
  if (Object.is(before, after) || changes.length > MOST_PLACES) return
  if (typeof before === 'string' && typeof after === 'string') changes.push([place, ...difference(before, after)])
  else if (!isHolder(before) || !isHolder(after) || !haveSameNames(before, after)) changes.push([place, after])
  else
    for (const name in after)
      if (before[name] !== after[name]) compare(before[name], after[name], [...place, name], changes)
}

function difference(before: string, after: string): [shown: string, head: number, tail: number] {
  const most = Math.min(before.length, after.length)
  let [head, tail] = [0, 0]
  while (head < most && before[head] === after[head]) head++
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  return [after.slice(head, after.length - tail), head, tail]
}

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null

/** Lists keep their length. */
function haveSameNames(one: Holder, other: Holder): boolean {
  if (Array.isArray(one) || Array.isArray(other)) return Array.isArray(one) === Array.isArray(other)
  const [names, others] = [Object.keys(one), Object.keys(other)]
  return names.length === others.length && names.every((name, at) => name === others[at])
}

function applied(call: Conversation, changes: readonly Change[]): Conversation {
  const root = { '': call }
  const own = new Set<unknown>()
  for (const [place, shown, head, tail] of changes) {
    let holder: Holder = root
    let name = ''
    for (let at = 0; at < place.length; at++) {
      let inner = holder[name] as Holder
      if (!own.has(inner)) {
        inner = (Array.isArray(inner) ? inner.slice() : { ...inner }) as Holder
        own.add(inner)
        put(holder, name, inner)
      }
      holder = inner
      name = place[at]!
    }
    const before = holder[name]
    const isPart = tail !== undefined && typeof before === 'string'
    put(holder, name, isPart ? before.slice(0, head) + shown + before.slice(before.length - tail) : shown)
  }
  return root['']
}
