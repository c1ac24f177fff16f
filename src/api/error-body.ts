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
 * Reads the four shapes that the API's errors have: `{detail: {type, code, message, param}}`, the older
 * `{detail: {status, message}}`, FastAPI's `{detail: [{loc, msg}]}`, and `{detail: "text"}`.
 */
export function readComplaint(body: string): Complaint {
  const detail = detailOf(body)
  if (typeof detail === 'string') return { fromApi: true, codes: [], params: [], prose: detail }
  if (Array.isArray(detail)) return { fromApi: true, codes: [], params: names(detail.map(lastOfLoc)), prose: '' }
  if (!isObject(detail)) return { fromApi: false, codes: [], params: [], prose: '' }
  return {
    fromApi: true,
    codes: [detail.code, detail.status, detail.type].filter(code => typeof code === 'string'),
    params: names([detail.param]),
    prose: typeof detail.message === 'string' ? detail.message : '',
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
function lastOfLoc(entry: unknown): unknown {
  const loc = isObject(entry) && Array.isArray(entry.loc) ? entry.loc : []
  return loc.findLast(part => typeof part === 'string')
}

const names = (values: unknown[]): string[] => [
  ...new Set(values.filter((value): value is string => typeof value === 'string' && NAME.test(value))),
]

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
