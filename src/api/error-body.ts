/** What an error body says, reduced to what we decide by. Nothing of it is ever shown as it stands. */
export interface Complaint {
  /** The body has the shape of an API error, so it is the API (not a proxy) that speaks. */
  fromApi: boolean
  /** Machine-readable reasons: the envelope's code, its type, and the older status. */
  codes: string[]
  /** Names of the refused arguments; only what looks like a name. */
  params: string[]
  /** Upstream prose; to be matched, never to be repeated. */
  prose: string
}

const NAME = /^[A-Za-z_][\w.-]{0,59}$/

/**
 * Reads the shapes that the API's errors have: `{detail: {type, code, message, param}}`, the older
 * `{detail: {status, message}}`, FastAPI's `{detail: [{loc, msg}]}`, `{detail: "text"}`, and a list of any of these.
 */
export function readComplaint(body: string): Complaint {
  const detail = detailOf(body)
  const parts = [detail].flat().map(part => (typeof part === 'string' ? { code: part, message: part } : part))
  const reasons = parts.filter(isObject)
  return {
    fromApi: Array.isArray(detail) || reasons.length > 0,
    codes: reasons.flatMap(({ code, status, type }) => [code, status, type].filter(one => typeof one === 'string')),
    params: names(reasons.flatMap(reason => [reason.param, lastOfLoc(reason)])),
    prose: reasons.flatMap(({ message, msg }) => [message, msg].filter(one => typeof one === 'string')).join(' '),
  }
}

function detailOf(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body)
    return isObject(parsed) ? parsed.detail : undefined
  } catch {
    return undefined
  }
}

/** `loc` leads from the place (`query`) to the argument; list arguments end in an index. */
const lastOfLoc = ({ loc }: Record<string, unknown>): unknown =>
  Array.isArray(loc) ? loc.findLast(part => typeof part === 'string') : undefined

const names = (values: unknown[]): string[] => [
  ...new Set(values.filter((value): value is string => typeof value === 'string' && NAME.test(value))),
]

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
