/** Members of a type that stay as they are, by name; of members that are lists, those of their elements. */
export type Kept<T> = T extends readonly (infer Element)[]
  ? Kept<Element>
  : T extends object
    ? { readonly [Name in keyof T]?: true | Kept<NonNullable<T[Name]>> }
    : never

/** What becomes of the leaves of a value, each with the name of the field that holds it. */
export interface Visitor {
  text(value: string, name: string): string
  number(value: number, name: string): string | number
  /** Of a name in an object. */
  name(value: string): string
}

type AnyKept = { readonly [name: string]: true | AnyKept | undefined }

/** JSON data, or a domain object, with every text and number visited but those that are kept; what nothing changed in is shared. */
export function mapLeaves<T>(value: T, visitor: Visitor, kept?: Kept<T>): T {
  return map(value, '', visitor, kept as AnyKept | undefined) as T
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
    const keep = kept && Object.hasOwn(kept, inner) ? kept[inner] : undefined
    const shownName = visitor.name(inner)
    const shown = keep === true ? member : map(member, inner === 'value' ? fieldOf(object, name) : inner, visitor, keep)
    if (members === null && shownName === inner && shown === member) continue
    members ??= names.slice(0, at).map(one => [one, object[one]])
    members.push([shownName, shown])
  }
  if (members === null) return object
  const copy = Object.fromEntries(members)
  return Object.keys(copy).length === members.length ? copy : Object.fromEntries(numbered(members))
}

/** What a `value` is the value of: results of data collection and updates of variables name it beside, or are named so. */
function fieldOf(
  { data_collection_id: field, variable_name: variable, id }: Record<string, unknown>,
  name: string,
): string {
  return ([field, variable, id, name].find(text => typeof text === 'string' && text !== '') as string | undefined) ?? ''
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
