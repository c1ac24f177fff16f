import { createHmac, randomBytes } from 'node:crypto'
import { isWithheldVariable } from './remove-secrets.ts'
import { isObject } from './tolerant.ts'

/** Names of settings whose values are secret, or lead to one: `api_key`, `request_headers`, `shareable_token` … */
const SECRET =
  /secret|pass(word|phrase)|credential|authorization|cookie|api_?key|private_?key|signature|headers$|(^|_)token$|^auth_connection$|_email$/i
/** Deeper JSON is no answer of this API, and more than the stack holds. */
const MOST_LEVELS = 60

/** New in each process: nobody can try out what a mark stands for. */
const KEY = randomBytes(32)

/** Stands for a value that is not shown; the same in two versions where the value is the same. */
const markOf = (value: unknown): string =>
  `[withheld ${createHmac('sha256', KEY).update(JSON.stringify(value)).digest('hex').slice(0, 4)}]`

/**
 * Settings of an agent in which secrets are replaced by a mark each. Of a web address only the host is shown: the rest of
 * a webhook's often is its key.
 */
export function withheld(value: unknown, level = 0): unknown {
  if (typeof value === 'string') return withoutAddresses(value)
  if (typeof value !== 'object' || value === null) return value
  if (level > MOST_LEVELS) return '[nested too deeply to show]'
  if (Array.isArray(value)) return value.map(item => withheld(item, level + 1))
  const names = isObject(value) && namesSecret(value)
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isHidden = isSecret(name) || (names && /^(default|constant_)?value$/.test(name))
      return [name, isHidden && !isNothing(inner) ? markOf(inner) : withheld(inner, level + 1)]
    }),
  )
}

const isSecret = (name: string): boolean => SECRET.test(name) || isWithheldVariable(name)

/** One header of a list, or one variable. */
const namesSecret = ({ name, key, variable_name: variable }: Record<string, unknown>): boolean =>
  [name, key, variable].some(text => typeof text === 'string' && isSecret(text))

/** That there is no secret is none, and switches are not secret either. */
const isNothing = (value: unknown): boolean =>
  value === null ||
  value === '' ||
  typeof value === 'boolean' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

const ADDRESS = /\b((?:https?|wss?):\/\/)(?:[^\s/@"'<>]*@)?([^\s/?#"'<>]+)([/?#][^\s"'<>]*)?/gi

const withoutAddresses = (text: string): string =>
  text.replace(ADDRESS, (_, scheme: string, host: string, rest: string | undefined) =>
    rest === undefined || rest === '/' ? scheme + host : `${scheme}${host}/${markOf(rest)}`,
  )
