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
/** Written as JSON it would be null, which is another answer. */
const TOO_LARGE = '[number too large to show]'

/**
 * The JSON without what must not leave the client; whatever remains is as it was, undocumented fields included, and
 * shared with the original where nothing had to be left out.
 */
export const withoutSecrets = (value: unknown): unknown => strip(value, 0)

function strip(value: unknown, level: number): unknown {
  if (typeof value === 'string') return stripText(value, level)
  if (value === Infinity || value === -Infinity) return TOO_LARGE
  if (typeof value !== 'object' || value === null) return value
  if (level > MOST_LEVELS) return TOO_DEEP
  return Array.isArray(value) ? stripList(value, level + 1) : stripObject(value as Record<string, unknown>, level + 1)
}

/* Spelled out: a call has thousands of members, and nearly all of them stay. */

function stripList(list: readonly unknown[], level: number): readonly unknown[] {
  let kept: unknown[] | null = null
  for (let at = 0; at < list.length; at++) {
    const stripped = strip(list[at], level)
    if (stripped === list[at]) continue
    kept ??= list.slice()
    kept[at] = stripped
  }
  return kept ?? list
}

/** @param areIds the names are ids, not those of members */
function stripObject(object: Record<string, unknown>, level: number, areIds = false): object {
  const secret = !areIds && namesSecret(object)
  const keys = Object.keys(object)
  let kept: Record<string, unknown> | null = null
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!
    const inner = object[key]
    const isOut = isLeftOut(key, inner, areIds, secret)
    const stripped = isOut ? undefined : stripMember(key, inner, level)
    if (kept === null && (isOut || stripped !== inner)) {
      kept = {}
      for (let before = 0; before < at; before++) put(kept, keys[before]!, object[keys[before]!])
    }
    if (kept !== null && !isOut) put(kept, key, stripped)
  }
  return kept ?? object
}

const stripMember = (key: string, inner: unknown, level: number): unknown =>
  typeof inner === 'object' && isObject(inner) && BY_ID.has(key)
    ? stripObject(inner, level + 1, true)
    : strip(inner, level)

const isLeftOut = (key: string, value: unknown, areIds: boolean, secret: boolean): boolean =>
  areIds ? isWithheldVariable(key) : isWithheld(key, value) || (secret && VALUES.has(key))

function isWithheld(key: string, value: unknown): boolean {
  const verdict = verdictOn(key)
  return verdict === 'value decides' ? isHeaderName(key, value) : verdict === 'withheld'
}

type Verdict = 'withheld' | 'kept' | 'value decides'

/** Calls have the same few hundred names. */
const MOST_REMEMBERED = 2_000
const LONGEST_REMEMBERED = 100
const verdicts = new Map<string, Verdict>()

function verdictOn(key: string): Verdict {
  const known = verdicts.get(key)
  if (known !== undefined) return known
  const verdict =
    WITHHELD.has(key) || isWithheldVariable(key)
      ? 'withheld'
      : /head|auth|cookie|key|token|secret/i.test(key)
        ? 'value decides'
        : 'kept'
  if (key.length > LONGEST_REMEMBERED) return verdict
  if (verdicts.size === MOST_REMEMBERED) verdicts.clear()
  verdicts.set(key, verdict)
  return verdict
}

function isHeaderName(key: string, value: unknown): boolean {
  const name = key.toLowerCase().replace(/[^a-z]/g, '')
  if (HEADERS.test(name)) return true
  // A title may be called so, too; a verdict on authorization is an object.
  return typeof value === 'object' ? HEADER.test(name) : CREDENTIAL.test(name)
}

const VALUES = new Set(['value', 'old_value', 'new_value'])

/** A tool's report of what it wrote into a variable; one header of a list. */
const namesSecret = ({ variable_name: variable, name, key }: Record<string, unknown>): boolean =>
  isSecretName(variable) || isSecretName(name) || isSecretName(key)

const isSecretName = (text: unknown): boolean => typeof text === 'string' && isWithheld(text, '')

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
