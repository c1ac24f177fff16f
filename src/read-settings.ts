import { readFileSync } from 'node:fs'
import { ConfigurationError } from './errors.ts'
import { nearest } from './nearest.ts'
import type { Setting } from './settings.ts'
import { foundPath } from './written-path.ts'

/** A variable that is empty, or that the client passed on unexpanded (`${VAR}`), counts as not set. */
export const isSet = (value: string | undefined): value is string =>
  value !== undefined && value.trim() !== '' && !/^\$\{.*\}$/s.test(value.trim())

/** Choices in capitals are the same; a switch that a client shows as a box to tick arrives as `true` or `false`. */
function asWord(value: string | undefined, { choices }: Setting): string | undefined {
  if (value === undefined || !choices) return value
  const word = value.toLowerCase()
  if (choices.includes('on') && ['true', 'false'].includes(word)) return word === 'true' ? 'on' : 'off'
  return choices.includes(word) ? word : value
}

/** Settings of a table, each looked up as it is asked for. Every method throws ConfigurationError for what is not allowed. */
export interface Reader<Name extends string> {
  /** Flag over environment over default. */
  raw(name: Name): string | undefined
  whole(name: Name, min: number, max: number): number
  /** What stands in the setting itself, or in the file that the other one names. */
  secret(name: Name, file: Name, bare?: (text: string) => string): string | undefined
}

/** A setting that is refused, by its names, with what it takes. */
export function invalid(setting: Setting, value: string, allowed: string, similar?: string): ConfigurationError {
  const names = [setting.flag && `--${setting.flag}`, setting.env].filter(Boolean).join(' or ')
  const hint = similar === undefined ? '' : ` Did you mean "${similar}"?`
  return new ConfigurationError(`${names} is "${value.slice(0, 60)}"; it must be ${allowed}.${hint}`)
}

export function readerOf<Name extends string>(
  table: Record<Name, Setting>,
  flags: Partial<Record<Name, string>>,
  env: NodeJS.ProcessEnv,
): Reader<Name> {
  const raw = (name: Name): string | undefined => {
    const setting = table[name]
    const fromEnv = setting.env === undefined ? undefined : env[setting.env]
    const value = asWord([flags[name], fromEnv, setting.default].find(isSet)?.trim(), setting)
    if (value !== undefined && setting.choices && !setting.choices.includes(value)) {
      throw invalid(setting, value, `one of ${setting.choices.join(', ')}`, nearest(value, setting.choices))
    }
    return value
  }
  return {
    raw,
    whole(name, min, max) {
      // `0x4` and `4e0` are no numbers that a person writes.
      const value = /^\d{1,9}$/.test(raw(name) ?? '') ? Number(raw(name)) : Number.NaN
      if (value >= min && value <= max) return value
      throw invalid(table[name], String(raw(name)), `a whole number from ${min} to ${max}`)
    },
    secret(name, file, bare = text => text.trim()) {
      const pasted = raw(name)
      const own = pasted === undefined ? undefined : bare(pasted)
      if (isSet(own)) return own
      const path = raw(file)
      return path === undefined ? undefined : secretIn(path, table[file], bare)
    },
  }
}

/** @param setting names the file */
export function secretIn(file: string, { env }: Setting, bare: (text: string) => string): string {
  // Not repeated: it may be the secret itself.
  const path = foundPath(file, must => new ConfigurationError(`${env} must be ${must}.`))
  try {
    const text = bare(readFileSync(path, 'utf8'))
    if (text !== '') return text
  } catch {
    // Said below: the reason is the same to the reader.
  }
  throw new ConfigurationError(`${env} names a file that cannot be read or is empty.`)
}
