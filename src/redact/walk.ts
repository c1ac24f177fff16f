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

/** A copy of JSON data, or of a domain object, with every text and number visited but those that are kept. */
export function mapLeaves<T>(value: T, visitor: Visitor, kept?: Kept<T>): T {
  return map(value, '', visitor, kept as AnyKept | undefined) as T
}

function map(value: unknown, name: string, visitor: Visitor, kept: AnyKept | undefined): unknown {
  if (typeof value === 'string') return visitor.text(value, name)
  if (typeof value === 'number') return visitor.number(value, name)
  if (Array.isArray(value)) return value.map(item => map(item, name, visitor, kept))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([inner, member]): [string, unknown] => {
    const keep = kept?.[inner]
    return [visitor.name(inner), keep === true ? member : map(member, inner, visitor, keep)]
  })
  const copy = Object.fromEntries(members)
  return Object.keys(copy).length === members.length ? copy : Object.fromEntries(numbered(members))
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
