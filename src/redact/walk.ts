import type { Pieces } from '../pieces.ts'
import { isLong } from './digits.ts'
import { isOwnName, ownName } from './names.ts'

/** Members of a type that stay as they are, by name; of members that are lists, those of their elements. */
export type Kept<T> = T extends readonly (infer Element)[]
  ? Kept<Element>
  : T extends object
    ? { readonly [Name in keyof T]?: true | Kept<NonNullable<T[Name]>> }
    : never

type AnyKept = { readonly [name: string]: true | AnyKept | undefined }

/** A text or number in a value, with the name of the field that holds it, and what is to stand in its place. */
export interface Leaf<T = string | number> {
  readonly value: T
  readonly field: string
  readonly branch: Branch
  readonly at: string | number
  shown: string | number
}

export interface TextLeaf extends Leaf<string> {
  /** What `mayHold` says of it. */
  may: number
  /** How much the call had told by the time it was masked; -1: it was not. */
  knew: number
}

/** An object or a list in a value. */
interface Branch {
  readonly value: Readonly<Record<string | number, unknown>>
  readonly field: string
  readonly kept: AnyKept | undefined
  readonly above: Branch | null
  readonly at: string | number
  /** With what is to stand in it instead; null: nothing changed. */
  copy: Record<string | number, unknown> | null
}

/** A value in its parts: what is further above comes before what is further within. */
export interface Tree {
  texts: TextLeaf[]
  numbers: Leaf<number>[]
  /** Of all members, each once. */
  names: Set<string>
  branches: Branch[]
}

/** Objects and lists that are looked into in one go. */
const A_PIECE = 5_000

/** Takes JSON data, or a domain object, apart; what is kept is left out, and so are numbers that tell nothing. */
export function* takeApart<T>(value: T, tells: (field: string) => boolean, kept?: Kept<T>): Pieces<Tree> {
  const tree: Tree = { texts: [], numbers: [], names: new Set(), branches: [] }
  const add = (
    member: unknown,
    field: string,
    branch: Branch,
    at: string | number,
    kept: AnyKept | undefined,
  ): void => {
    if (typeof member === 'string')
      tree.texts.push({ value: member, field, branch, at, shown: member, may: 0, knew: -1 })
    else if (typeof member === 'number') {
      if (isLong(member) || tells(field)) tree.numbers.push({ value: member, field, branch, at, shown: member })
    } else if (typeof member === 'object' && member !== null) {
      // Of most lists of a turn nothing is there.
      if (Array.isArray(member) && member.length === 0) return
      tree.branches.push({ value: member as Branch['value'], field, kept, above: branch, at, copy: null })
    }
  }
  const root: Branch = { value: { '': value }, field: '', kept: undefined, above: null, at: '', copy: null }
  tree.branches.push(root)
  add(value, '', root, '', kept as AnyKept | undefined)
  // Most objects have their members where the one before of that field had them.
  const before = new Map<string, { name: string; tells: boolean; isValue: boolean }[]>()
  for (let next = 1; next < tree.branches.length; next++) {
    if (next % A_PIECE === 0) yield
    const branch = tree.branches[next]!
    const { value, field, kept } = branch
    if (Array.isArray(value)) {
      for (let at = 0; at < value.length; at++) add(value[at], field, branch, at, kept)
      continue
    }
    const isOwn = OWN.has(field) || isOwnName(field)
    let known = before.get(field)
    if (known === undefined) {
      known = []
      before.set(field, known)
    }
    let place = 0
    for (const name in value) {
      if (known[place]?.name !== name) {
        known[place] = { name, tells: tells(name), isValue: VALUES.has(name) }
        tree.names.add(name)
      }
      const { tells: tellsNumber, isValue } = known[place++]!
      const member = value[name]
      // Most members say nothing; the others cost some lookups.
      if (member === null || member === '' || typeof member === 'boolean') continue
      const keep = kept?.[name]
      if (keep === true) continue
      if (isOwn || isValue) add(member, fieldOf(value, name, field), branch, name, keep)
      else if (typeof member !== 'number' || isLong(member) || tellsNumber) add(member, name, branch, name, keep)
    }
  }
  return tree
}

/** The value with what its leaves are to show, under the names that its members are to have; what nothing changed in is shared. */
export function putTogether({ texts, numbers, branches }: Tree, renamed: ReadonlyMap<string, string>): unknown {
  for (const leaves of [texts, numbers]) {
    for (const { value, shown, branch, at } of leaves) if (shown !== value) put(branch, at, shown)
  }
  for (let last = branches.length - 1; last > 0; last--) {
    const branch = branches[last]!
    if (renamed.size > 0 && !Array.isArray(branch.value) && Object.keys(branch.value).some(name => renamed.has(name)))
      branch.copy = withNames(branch.copy ?? branch.value, renamed)
    if (branch.copy !== null) put(branch.above!, branch.at, branch.copy)
  }
  const { value, copy } = branches[0]!
  return (copy ?? value)['']
}

function put(branch: Branch, at: string | number, shown: unknown): void {
  branch.copy ??= (Array.isArray(branch.value) ? [...branch.value] : { ...branch.value }) as NonNullable<Branch['copy']>
  // To assign it would be to set the prototype.
  if (at === '__proto__')
    Object.defineProperty(branch.copy, at, { value: shown, enumerable: true, configurable: true, writable: true })
  else branch.copy[at] = shown
}

const withNames = (value: Branch['value'], renamed: ReadonlyMap<string, string>): Record<string, unknown> =>
  Object.fromEntries(numbered(Object.keys(value).map(name => [renamed.get(name) ?? name, value[name]])))

/** Two spellings of one number as names: neither's member may be lost. */
function numbered(members: readonly [string, unknown][]): [string, unknown][] {
  const count = new Map<string, number>()
  return members.map(([name, member]) => {
    const times = (count.get(name) ?? 0) + 1
    count.set(name, times)
    return [times === 1 ? name : `${name} (${times})`, member]
  })
}

/** What a call brings along stands here, under names of others' choice. */
const OWN = new Set(['variables', 'dynamic_variables', 'custom_llm_extra_body'])
const VALUES = new Set(['value', 'new_value', 'old_value'])

/** The name that tells what a member is: of a `value` that of what it is the value of, which stands beside or above. */
function fieldOf(object: Branch['value'], member: string, above: string): string {
  if (OWN.has(above)) return ownName(member)
  if (isOwnName(above)) return member === 'value' ? above : ownName(member, above)
  const { data_collection_id: field, variable_name: variable, id } = object
  const name = [field, variable, id].find(text => typeof text === 'string' && text !== '') as string | undefined
  return ownName(name ?? above)
}
