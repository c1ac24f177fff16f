import * as z from 'zod/v4'
import { ShapeError } from '../errors.ts'

/*
 * The bricks of `schema.ts`. Unknown fields may be there, and are left behind. A missing or odd value that only
 * decorates becomes null (text, number), false (flag) or an empty list.
 */

/**
 * A schema that takes anything, so that nobody has to ask whether it did: `read` alone gives what it makes of a value.
 * A call has thousands of fields, which are read so in a fraction of the time that an object of zod takes.
 */
export type Brick<T> = z.ZodTransform<T, unknown> & { read(value: unknown): T }

export const brick = <T>(read: (value: unknown) => T): Brick<T> =>
  Object.assign(z.transform(read), { read }) as Brick<T>

export const anything = brick(value => value)

/** What only decorates a call is read so far: no such text has more characters, no such list or map more members. */
export const MOST_CHARACTERS = 250_000
export const MOST_MEMBERS = 2_000

const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null

/** A text of blanks and invisible signs names and says nothing: there is none. */
export const text = brick(value => {
  const given = textOf(value)
  return given !== null && isVisible(given) ? given.slice(0, MOST_CHARACTERS) : null
})

const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}]/u
export const isVisible = (text: string): boolean => VISIBLE.test(text)

/** What was said, however long. */
export const speech = brick(textOf)

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

/** Also of a number written as text; null: none, or one without end. Not JavaScript's own: `0x20` and `` are no numbers. */
export function numberOf(value: unknown): number | null {
  const text = typeof value === 'string' ? value.slice(0, LONGEST_NUMBER).trim() : ''
  const number = DECIMAL.test(text) ? Number(text) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

const LONGEST_NUMBER = 400

/** Beyond what doubles count exactly there are no measurements, but sums that overflow. */
function readNumber(value: unknown): number | null {
  const given = numberOf(value)
  return given !== null && Math.abs(given) <= Number.MAX_SAFE_INTEGER ? given : null
}

export const number = brick(readNumber)

/** What lies outside is a mark for "none", or a fault: it counts as missing, and `refused.ts` tells of it. */
const within = (least: number, most: number) =>
  brick(value => {
    const given = readNumber(value)
    return given !== null && given >= least && given <= most ? given : null
  })

/** Counts, prices, scores: none is negative. */
export const amount = within(0, Number.MAX_SAFE_INTEGER)
/** Of callers. */
export const rating = within(1, 5)
/** Bad or good. */
export const feeling = within(-1, 1)
/** None or all. */
export const fraction = within(0, 1)

/** Also yes and no for success and failure; a number may be a score. */
export const verdict = brick(value => {
  const flag = numberOf(value) === null ? readFlag(value) : null
  return flag === null ? text.read(value) : flag ? 'success' : 'failure'
})

export const flag = brick(value => readFlag(value) === true)

/** Programs that pass bodies on write `True`, `"false"` or 1, too; null: neither. */
export function readFlag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : ''
  return word === 'true' || word === '1' ? true : word === 'false' || word === '0' ? false : null
}

/** One that somebody did not put into a list is a list, too. @param names as for `saidBy` */
export const textsOf = (...names: string[]) =>
  brick(value => firstOf(Array.isArray(value) ? value : [value]).flatMap(item => saidBy(item, names) ?? []))

export const texts = textsOf()

/** Members by which objects in the place of mere texts name themselves. */
export const SAID_BY = { tags: ['tag_id', 'id'], warnings: ['message', 'reason', 'code', 'type'] }

/** A text, or that of an object in its place: the first of these members that is one. null: neither. */
export const saidBy = (item: unknown, names: readonly string[]): string | null =>
  (isObject(item) ? names.map(name => item[name]) : [item]).map(textOf).find(text => text && isVisible(text)) ?? null

/** An id without which an item is of no use. */
export const id = z.string().refine(isVisible)

/** What pages of all lists have in common. */
export const page = { next_cursor: text, cursor: text, has_more: anything }

/** As it is: a schema's copy would lose a member called `__proto__`. */
export const anObject = z.custom<Record<string, unknown>>(isObject)

type Shape = Record<string, Brick<unknown>>
type Members<S extends Shape> = { [Name in keyof S]: ReturnType<S[Name]['read']> }

/** Reads these members of an object: always all of them and in this order, so that whatever reads them is quick, too. */
export function membersOf<S extends Shape>(shape: S): (object: Record<string, unknown>) => Members<S> {
  const members = Object.entries(shape).map(([name, { read }]) => ({ name, read }))
  return object => {
    const body: Record<string, unknown> = {}
    for (const { name, read } of members) body[name] = read(object[name])
    return body as Members<S>
  }
}

/** A group of decorations. */
export function part<S extends Shape>(shape: S) {
  const members = membersOf(shape)
  return brick(value => (isObject(value) ? members(value) : null))
}

/** Programs that come from XML write a list of one as the one. @param names members, of which an item has one or more */
export const listOf = (value: unknown, names: readonly string[] = OF_TOOLS): unknown[] =>
  Array.isArray(value) ? value : isObject(value) && names.some(name => name in value) ? [value] : []

/** What tool calls, their results, and steps of workflows have. */
const OF_TOOLS = ['tool_name', 'requests', 'results']

/** A list of decorations: elements that cannot be read are left out. @param idOf what an element is that is a mere text */
export function parts<S extends Shape>(shape: S, idOf?: string) {
  const names = Object.keys(shape)
  const members = membersOf(shape)
  return brick(items =>
    firstOf(listOf(items, names))
      .map(one => (idOf && typeof one === 'string' ? { [idOf]: one } : one))
      .filter(isObject)
      .map(members),
  )
}

/**
 * Keys are the workspace's own (ids, names).
 * @param idOf names an element, where a list stands in the map's place
 */
export const mapOf = <T>({ read }: Brick<T>, idOf?: string) =>
  // `__proto__` is as good an id as any.
  brick(
    (map): Record<string, T> =>
      Object.fromEntries(Object.entries(firstMembersOf(byId(map, idOf))).map(([key, one]) => [key, read(one)])),
  )

/** As it is, unless it is a list whose elements name themselves. */
function byId(map: unknown, idOf: string | undefined): unknown {
  if (!Array.isArray(map) || idOf === undefined) return map
  const named = firstOf(map).filter(one => isObject(one) && textOf(one[idOf]) !== null)
  return Object.fromEntries(named.map(one => [textOf(one[idOf]), one]))
}

export const dictionary = brick(firstMembersOf)
/** @param idOf as for `mapOf` */
export const dictionaryOf = (idOf: string) => brick(map => firstMembersOf(byId(map, idOf)))

const firstOf = <T>(list: T[]): T[] => (list.length > MOST_MEMBERS ? list.slice(0, MOST_MEMBERS) : list)

function firstMembersOf(map: unknown): Record<string, unknown> {
  if (!isObject(map)) return {}
  const names = Object.keys(map)
  if (names.length <= MOST_MEMBERS && names.every(isVisible)) return map
  return Object.fromEntries(names.slice(0, MOST_MEMBERS).map(name => [isVisible(name) ? name : NAMELESS, map[name]]))
}

/** What a member is called whose name shows nothing. */
const NAMELESS = '(unnamed)'

/** A list of objects of which nothing may be lost unsaid: `unread.ts` tells what this leaves behind. */
export const whole = <T>(item: (object: Record<string, unknown>) => T) =>
  brick(items => listOf(items).filter(isObject).map(item))

/** Rows of a list of the API: one that cannot be read does not hide the others, unless there are no others. */
export const rows = <T extends z.ZodType>(item: T) =>
  z.array(z.unknown()).transform((list, context): z.output<T>[] => {
    const read = list.map(row => item.safeParse(row))
    const good = read.flatMap(({ success, data }) => (success ? [data] : []))
    const [first] = read
    if (good.length === 0 && first?.error) {
      const path = [0, ...(first.error.issues[0]?.path ?? [])]
      context.addIssue({ code: 'custom', path, message: 'no row can be read' })
    }
    return good
  })

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Some names are the workspace's own, which are not ours to repeat. */
const nameOf = (key: PropertyKey): string => (/^\w{1,40}$/.test(String(key)) ? String(key) : '…')

/**
 * The body, read by the schema.
 * @param what whose answer it is, for the message
 * @throws ShapeError naming the first field that is not as documented, and nothing of what the answer holds
 */
export function read<S extends z.ZodType>(schema: S, body: unknown, what: string): z.output<S> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const path = result.error.issues[0]?.path ?? []
  const field = path.map(key => (typeof key === 'number' ? `[${key}]` : `.${nameOf(key)}`)).join('')
  const where = field === '' ? 'it is not the expected JSON object' : `see field ${field.replace(/^\./, '')}`
  throw new ShapeError(`The API response for ${what} is not as documented: ${where}. The API may have changed.`)
}
