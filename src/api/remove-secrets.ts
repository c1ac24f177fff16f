import { parseExactly } from '../exact-json.ts'
import type { Pieces } from '../pieces.ts'
import { isLarge, markLarge, put } from './json.ts'
import { isObject } from './tolerant.ts'

/** Objects that hold what was said to servers and models: headers, keys, prompts. */
const WITHHELD = new Set(['tool_details', 'conversation_config_override', 'custom_llm_extra_body'])
/** Maps whose keys are ids of the workspace, which may be called anything. */
const BY_ID = new Set(['evaluation_criteria_results', 'data_collection_results', 'model_usage'])

/** As names are compared: `X-Api-Key`, `x_api_key` and `xApiKey` are one. */
const HEADERS = /headers$|^auth(entication|orization)?header$/
const HEADER = /^(http|request|custom)?header$/
const CREDENTIAL =
  /^(proxy)?authorization$|^(set)?cookie$|(apikey|apitoken|apisecret|accesstoken|refreshtoken|authtoken|bearertoken|clientsecret)$/

/** Variables that nobody is shown: secrets, and the whole transcript a second time. */
export const isWithheldVariable = (name: string): boolean =>
  name === 'system__conversation_history' || name.startsWith('secret__')

/** Deeper JSON is no answer of this API, and more than the stack holds. */
const MOST_LEVELS = 500
const TOO_DEEP = '[nested too deeply to show]'

/**
 * The JSON without what must not leave the client; whatever remains is as it was, undocumented fields included, and
 * shared with the original where nothing had to be left out.
 */
export const withoutSecrets = (value: unknown): unknown => strip(value, 0)

function strip(value: unknown, level: number): unknown {
  if (typeof value === 'string') return stripText(value, level)
  if (typeof value !== 'object' || value === null) return value
  if (level > MOST_LEVELS) return TOO_DEEP
  return Array.isArray(value) ? stripList(value, level + 1) : stripObject(value as Record<string, unknown>, level + 1)
}

function stripList(list: readonly unknown[], level: number): readonly unknown[] {
  const stripped = list.map(item => strip(item, level))
  return stripped.every((item, at) => item === list[at]) ? list : stripped
}

/** @param areIds the names are ids, not those of members */
function stripObject(object: Record<string, unknown>, level: number, areIds = false): object {
  const secret = !areIds && namesSecret(object)
  const kept: [string, unknown][] = []
  let isSame = true
  for (const [key, inner] of Object.entries(object)) {
    if (isLeftOut(key, inner, areIds, secret)) {
      isSame = false
      continue
    }
    const stripped = BY_ID.has(key) && isObject(inner) ? stripObject(inner, level + 1, true) : strip(inner, level)
    isSame &&= stripped === inner
    kept.push([key, stripped])
  }
  return isSame ? object : Object.fromEntries(kept)
}

const isLeftOut = (key: string, value: unknown, areIds: boolean, secret: boolean): boolean =>
  areIds ? isWithheldVariable(key) : isWithheld(key, value) || (secret && VALUES.has(key))

function isWithheld(key: string, value: unknown): boolean {
  if (WITHHELD.has(key) || isWithheldVariable(key)) return true
  // Nearly all names are short and plain.
  if (!/head|auth|cookie|key|token|secret/i.test(key)) return false
  return isHeaderName(key, value)
}

function isHeaderName(key: string, value: unknown): boolean {
  const name = key.toLowerCase().replace(/[^a-z]/g, '')
  if (HEADERS.test(name)) return true
  // A title may be called so, too; a verdict on authorization is an object.
  return typeof value === 'object' ? HEADER.test(name) : CREDENTIAL.test(name)
}

const VALUES = new Set(['value', 'old_value', 'new_value'])

/** A tool's report of what it wrote into a variable; one header of a list. */
function namesSecret({ variable_name: variable, name, key }: Record<string, unknown>): boolean {
  return [variable, name, key].some(text => typeof text === 'string' && isWithheld(text, ''))
}

/** Arguments and results of tools are JSON as text. */
function stripText(text: string, level: number): string {
  if (!/^\s*[[{]/.test(text) || !/secret__|head|auth|cookie|key|token|secret/i.test(text)) return text
  let value: unknown
  try {
    value = parseExactly(text)
  } catch {
    return text
  }
  const stripped = strip(value, level)
  return stripped === value ? text : JSON.stringify(stripped)
}

/** What came out of it once; a call is looked at when it is read, and again when it is written. */
const clean = new WeakSet<object>()

/** The same of a whole call; of a large one some things at a time. */
export function* withoutSecretsInPieces(body: unknown): Pieces<unknown> {
  if (!isObject(body)) return withoutSecrets(body)
  if (clean.has(body)) return body
  const stripped = isLarge(body) ? markLarge(yield* stripInPieces(body, 0)) : stripObject(body, 1)
  clean.add(stripped)
  return stripped
}

/** Levels that are gone through in pieces; what lies deeper is done at once. */
const OPENED = 8
/** Members and elements of one piece. */
const MANY = 50

function* stripInPieces(holder: object, level: number, areIds = false): Pieces<object> {
  if (Array.isArray(holder)) return yield* stripListInPieces(holder, level)
  const object = holder as Record<string, unknown>
  const secret = !areIds && namesSecret(object)
  const kept = {}
  let isSame = true
  for (const [at, key] of Object.keys(object).entries()) {
    if (at % MANY === MANY - 1) yield
    const inner = object[key]
    if (isLeftOut(key, inner, areIds, secret)) {
      isSame = false
      continue
    }
    const stripped = yield* stripInner(inner, level, BY_ID.has(key) && isObject(inner))
    isSame &&= stripped === inner
    put(kept, key, stripped)
  }
  return isSame ? object : kept
}

function* stripListInPieces(list: readonly unknown[], level: number): Pieces<readonly unknown[]> {
  const kept: unknown[] = []
  let isSame = true
  for (const [at, inner] of list.entries()) {
    if (at % MANY === MANY - 1) yield
    const stripped = yield* stripInner(inner, level)
    isSame &&= stripped === inner
    kept.push(stripped)
  }
  return isSame ? list : kept
}

function* stripInner(inner: unknown, level: number, areIds = false): Pieces<unknown> {
  const isOpened = level < OPENED && typeof inner === 'object' && inner !== null
  if (isOpened) return yield* stripInPieces(inner, level + 1, areIds)
  return areIds ? stripObject(inner as Record<string, unknown>, level + 2, true) : strip(inner, level + 1)
}
