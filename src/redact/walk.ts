import type { Pieces } from '../pieces.ts'
import { LONG } from './long-text.ts'
import { isOwnName, ownName } from './names.ts'

/** Members of a type that stay as they are, by name; of members that are lists, those of their elements. */
export type Kept<T> = T extends readonly (infer Element)[]
  ? Kept<Element>
  : T extends object
    ? { readonly [Name in keyof T]?: true | Kept<NonNullable<T[Name]>> }
    : never

/** What becomes of the leaves of a value, each with the name of the field that holds it. */
export interface Visitor {
  text(value: string, name: string): string
  /** The same of one that is long. */
  longText(value: string, name: string): Pieces<string>
  number(value: number, name: string): string | number
  /** Of a name in an object. */
  name(value: string): string
}

type AnyKept = { readonly [name: string]: true | AnyKept | undefined }

/** JSON data, or a domain object, with every text and number visited but those that are kept; what nothing changed in is shared. */
export const mapLeaves = <T>(value: T, visitor: Visitor, kept?: Kept<T>): Pieces<T> =>
  inPieces(value, '', { visitor, weight: 0 }, kept as AnyKept | undefined) as Pieces<T>

interface Walk {
  visitor: Visitor
  /** Of what was visited since the last pause. */
  weight: number
}

/** An ordinary call, or an ordinary part of a large one, is visited in one go. */
function* inPieces(value: unknown, name: string, walk: Walk, kept: AnyKept | undefined): Pieces<unknown> {
  const weight = weightOf(value)
  if (weight > A_PIECE) return yield* opened(value as string | object, name, walk, kept)
  if (walk.weight > 0 && walk.weight + weight > A_PIECE) {
    walk.weight = 0
    yield
  }
  walk.weight += weight
  return map(value, name, walk.visitor, kept)
}

/** Characters that are visited in one go. */
const A_PIECE = 10_000
/** What a leaf weighs beside its characters. */
const LEAF = 20

/** Characters and leaves of a value; counted no farther than to more than a piece has, which a long text has, too. */
function weightOf(value: unknown): number {
  if (typeof value === 'string') return value.length > LONG ? Number.POSITIVE_INFINITY : LEAF + value.length
  if (typeof value !== 'object' || value === null) return LEAF
  let weight = LEAF
  for (const member of Array.isArray(value) ? value : Object.values(value)) {
    weight += weightOf(member)
    if (weight > A_PIECE) break
  }
  return weight
}

function* opened(value: string | object, name: string, walk: Walk, kept: AnyKept | undefined): Pieces<unknown> {
  if (typeof value === 'string') return yield* walk.visitor.longText(value, name)
  let isSame = true
  if (Array.isArray(value)) {
    const items: unknown[] = []
    for (const inner of value) {
      const item = yield* inPieces(inner, name, walk, kept)
      isSame &&= item === inner
      items.push(item)
    }
    return isSame ? value : items
  }
  const object = value as Record<string, unknown>
  const members: [string, unknown][] = []
  for (const inner of Object.keys(object)) {
    const member = object[inner]
    const keep = keptOf(kept, inner)
    const shownName = inner.length > LONG ? yield* walk.visitor.longText(inner, '') : walk.visitor.name(inner)
    const shown = keep === true ? member : yield* inPieces(member, fieldOf(object, inner, name), walk, keep)
    isSame &&= shownName === inner && shown === member
    members.push([shownName, shown])
  }
  return isSame ? object : withMembers(members)
}

function map(value: unknown, name: string, visitor: Visitor, kept: AnyKept | undefined): unknown {
  if (typeof value === 'string') return visitor.text(value, name)
  if (typeof value === 'number') return visitor.number(value, name)
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value)
    ? mapList(value, name, visitor, kept)
    : mapObject(value as Record<string, unknown>, name, visitor, kept)
}

function mapList(list: unknown[], name: string, visitor: Visitor, kept: AnyKept | undefined): unknown[] {
  let copy: unknown[] | null = null
  for (let at = 0; at < list.length; at++) {
    const item = map(list[at], name, visitor, kept)
    if (item === list[at]) continue
    copy ??= [...list]
    copy[at] = item
  }
  return copy ?? list
}

function mapObject(
  object: Record<string, unknown>,
  name: string,
  visitor: Visitor,
  kept: AnyKept | undefined,
): Record<string, unknown> {
  const names = Object.keys(object)
  let members: [string, unknown][] | null = null
  for (let at = 0; at < names.length; at++) {
    const inner = names[at]!
    const member = object[inner]
    const keep = keptOf(kept, inner)
    const shownName = visitor.name(inner)
    const shown = keep === true ? member : map(member, fieldOf(object, inner, name), visitor, keep)
    if (members === null && shownName === inner && shown === member) continue
    members ??= names.slice(0, at).map(one => [one, object[one]])
    members.push([shownName, shown])
  }
  return members === null ? object : withMembers(members)
}

const keptOf = (kept: AnyKept | undefined, name: string): true | AnyKept | undefined =>
  kept && Object.hasOwn(kept, name) ? kept[name] : undefined

function withMembers(members: readonly [string, unknown][]): Record<string, unknown> {
  const copy = Object.fromEntries(members)
  return Object.keys(copy).length === members.length ? copy : Object.fromEntries(numbered(members))
}

/** What a call brings along stands here, under names of others' choice. */
const OWN = new Set(['variables', 'dynamic_variables', 'custom_llm_extra_body'])
const VALUES = new Set(['value', 'new_value', 'old_value'])

/** The name that tells what a member is: of a `value` that of what it is the value of, which stands beside or above. */
function fieldOf(object: Record<string, unknown>, member: string, above: string): string {
  if (OWN.has(above)) return ownName(member)
  if (isOwnName(above)) return member === 'value' ? above : ownName(member, above)
  if (!VALUES.has(member)) return member
  const { data_collection_id: field, variable_name: variable, id } = object
  const name = [field, variable, id].find(text => typeof text === 'string' && text !== '') as string | undefined
  return name === undefined ? above : ownName(name)
}

/** Two spellings of one number as names: neither's member may be lost. */
function numbered(members: readonly [string, unknown][]): [string, unknown][] {
  const count = new Map<string, number>()
  return members.map(([name, member]) => {
    const times = (count.get(name) ?? 0) + 1
    count.set(name, times)
    return [times === 1 ? name : `${name} (${times})`, member]
  })
}
