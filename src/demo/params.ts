import { type Issue, validationError } from './errors.ts'
import type { Json } from './world.ts'

type Fail = (type: string, msg: string, index?: number) => undefined

/** Reads the raw values of one query parameter ([] when absent) or reports what is wrong with them. */
export type Param = (raw: string[], fail: Fail) => unknown

/** A parameter given at most once; the real API may take the last of several, a client should never send them. */
const single =
  (read: (raw: string, fail: Fail) => unknown, fallback?: unknown): Param =>
  (raw, fail) => {
    if (raw.length > 1) return fail('too_many_values', 'Parameter was given more than once')
    return raw[0] === undefined ? fallback : read(raw[0], fail)
  }

export const text = (): Param => single(raw => raw)

export const integer = (limits: { min?: number; max?: number; fallback?: number } = {}): Param =>
  single((raw, fail) => {
    if (!/^[+-]?\d+$/.test(raw)) return fail('int_parsing', 'Input should be a valid integer')
    const value = Number(raw)
    const { min = -Infinity, max = Infinity } = limits
    if (value < min) return fail('greater_than_equal', `Input should be greater than or equal to ${min}`)
    if (value > max) return fail('less_than_equal', `Input should be less than or equal to ${max}`)
    return value
  }, limits.fallback)

export const flag = (fallback?: boolean): Param =>
  single((raw, fail) => {
    if (raw === 'true' || raw === '1') return true
    if (raw === 'false' || raw === '0') return false
    return fail('bool_parsing', 'Input should be a valid boolean')
  }, fallback)

const notOneOf = (values: readonly string[]) => `Input should be ${values.map(value => `'${value}'`).join(', ')}`

export const choice = (values: readonly string[], fallback?: string): Param =>
  single((raw, fail) => (values.includes(raw) ? raw : fail('enum', notOneOf(values))), fallback)

/** A repeated parameter, undefined when absent; `read` may refuse or convert each item. */
export const list =
  (limits: { max?: number; values?: readonly string[]; read?: (raw: string) => unknown } = {}): Param =>
  (raw, fail) => {
    const { max = Infinity, values, read = item => item } = limits
    if (raw.length === 0) return undefined
    if (raw.length > max) return fail('too_long', `List should have at most ${max} items`)
    return raw.map((item, index) => {
      if (values && !values.includes(item)) return fail('enum', notOneOf(values), index)
      const value = read(item)
      return value === undefined ? fail('value_error', `Value error, cannot understand '${item}'`, index) : value
    })
  }

export const required =
  (param: Param): Param =>
  (raw, fail) =>
    raw.length === 0 ? fail('missing', 'Field required') : param(raw, fail)

/** All parameters of a query by name; throws a 422 that lists every wrong or unknown one. */
export function parseParams(query: URLSearchParams, params: Record<string, Param>): Json {
  const issues: Issue[] = []
  const failFor =
    (name: string): Fail =>
    (type, msg, index) => {
      issues.push({ loc: index === undefined ? ['query', name] : ['query', name, index], msg, type })
      return undefined
    }
  // What the real API does with a parameter it does not know is not documented; ours must reveal our mistakes.
  for (const name of new Set(query.keys())) {
    if (!Object.hasOwn(params, name)) failFor(name)('extra_forbidden', 'Extra inputs are not permitted')
  }
  const values = Object.entries(params).map(([name, param]) => [name, param(query.getAll(name), failFor(name))])
  if (issues.length > 0) throw validationError(issues)
  return Object.fromEntries(values)
}
