import { readFileSync } from 'node:fs'
import { ConfigurationError } from './errors.ts'
import { nearest } from './nearest.ts'

/** One setting: a row of `--help`, of the README's table, and of what is read. */
export interface Setting {
  /** Command-line flag; secrets have none, since other users of a computer can read command lines. */
  flag?: string
  env?: string
  /** Placeholder in `--help`; a flag without one is a switch. */
  value?: string
  choices?: readonly string[]
  default?: string
  help: string
}

export const SETTINGS = {
  apiKey: { env: 'ELEVENLABS_API_KEY', help: 'API key with the permission convai_read' },
  apiKeyFile: { env: 'ELEVENLABS_API_KEY_FILE', help: 'file that holds the API key' },
  baseUrl: {
    env: 'ELEVENLABS_BASE_URL',
    help: 'address of the API, or of any host that serves the same API (default https://api.elevenlabs.io)',
  },
  residency: {
    env: 'ELEVENLABS_API_RESIDENCY',
    choices: ['us', 'eu', 'in', 'sg'],
    help: 'data residency of the workspace, instead of a base URL',
  },
  timezone: {
    flag: 'timezone',
    env: 'CONVERSATIONS_MCP_TIMEZONE',
    value: 'ZONE',
    help: "IANA time zone of dates and days (default: the computer's)",
  },
  output: {
    flag: 'output',
    env: 'CONVERSATIONS_MCP_OUTPUT',
    value: 'HALVES',
    choices: ['both', 'text', 'structured'],
    default: 'both',
    help: 'which halves of an answer the client gets',
  },
  audio: {
    flag: 'audio',
    env: 'CONVERSATIONS_MCP_AUDIO',
    default: 'off',
    choices: ['on', 'off'],
    help: 'allow clients to read recordings',
  },
  concurrency: {
    flag: 'concurrency',
    env: 'CONVERSATIONS_MCP_CONCURRENCY',
    value: 'N',
    default: '4',
    help: 'API requests at the same time, 1 to 32',
  },
  timeout: {
    flag: 'timeout',
    env: 'CONVERSATIONS_MCP_TIMEOUT',
    value: 'SECONDS',
    default: '30',
    help: 'longest wait for one API request, 1 to 300',
  },
  logLevel: {
    flag: 'log-level',
    env: 'CONVERSATIONS_MCP_LOG_LEVEL',
    value: 'LEVEL',
    choices: ['error', 'warn', 'info', 'debug'],
    default: 'warn',
    help: 'what is written to standard error',
  },
  demo: { flag: 'demo', env: 'CONVERSATIONS_MCP_DEMO', help: 'serve embedded sample calls; needs no key' },
  data: {
    flag: 'data',
    env: 'CONVERSATIONS_MCP_DATA',
    value: 'FILE',
    help: "serve the conversations of a JSONL file in the API's shape; needs no key",
  },
  now: {
    flag: 'now',
    env: 'CONVERSATIONS_MCP_NOW',
    value: 'INSTANT',
    help: 'with --demo or --data: the moment taken as now (ISO 8601)',
  },
} satisfies Record<string, Setting>

export type SettingName = keyof typeof SETTINGS
/** Settings as text, by name; whoever was set last on the way flag → environment → default. */
export type RawSettings = Partial<Record<SettingName, string>>

export interface Config {
  apiKey: string | undefined
  /** undefined: the default address. */
  baseUrl: string | undefined
  /** Zone of dates without one; undefined: the computer's. */
  timezone: string | undefined
  output: 'both' | 'text' | 'structured'
  audio: boolean
  concurrency: number
  timeoutMs: number
  logLevel: 'error' | 'warn' | 'info' | 'debug'
  demo: boolean
  dataFile: string | undefined
  /** Unix seconds. */
  now: number | undefined
}

export const DEFAULT_URL = 'https://api.elevenlabs.io'
const HOSTS: Record<string, string> = {
  us: 'https://api.us.elevenlabs.io',
  eu: 'https://api.eu.residency.elevenlabs.io',
  in: 'https://api.in.residency.elevenlabs.io',
  sg: 'https://api.sg.residency.elevenlabs.io',
}

/** A variable that is empty, or that the client passed on unexpanded (`${VAR}`), counts as not set. */
const isSet = (value: string | undefined): value is string =>
  value !== undefined && value.trim() !== '' && !/^\$\{.*\}$/s.test(value.trim())

/**
 * Flags over environment over defaults, checked.
 * @throws ConfigurationError that names the setting and what it takes
 */
export function readConfig(flags: RawSettings, env: NodeJS.ProcessEnv): Config {
  const raw = (name: SettingName): string | undefined => {
    const setting: Setting = SETTINGS[name]
    const fromEnv = setting.env === undefined ? undefined : env[setting.env]
    const value = [flags[name], fromEnv, setting.default].find(isSet)?.trim()
    if (value !== undefined && setting.choices && !setting.choices.includes(value)) {
      throw invalid(name, value, `one of ${setting.choices.join(', ')}`, nearest(value, setting.choices))
    }
    return value
  }
  const whole = (name: SettingName, min: number, max: number): number => {
    const value = Number(raw(name))
    if (Number.isInteger(value) && value >= min && value <= max) return value
    throw invalid(name, String(raw(name)), `a whole number from ${min} to ${max}`)
  }
  const demo = !['', 'false', '0', 'off', 'no'].includes((raw('demo') ?? '').toLowerCase())
  const dataFile = raw('data')
  const now = raw('now')
  if (demo && dataFile !== undefined) throw new ConfigurationError('Use --demo or --data, not both.')
  if (now !== undefined && !demo && dataFile === undefined) {
    throw new ConfigurationError('--now works only with --demo or --data: the real API has its own clock.')
  }
  return {
    apiKey: demo || dataFile !== undefined ? undefined : readKey(raw('apiKey'), raw('apiKeyFile')),
    baseUrl: baseUrl(raw('baseUrl'), raw('residency')),
    timezone: raw('timezone'),
    output: raw('output') as Config['output'],
    audio: raw('audio') === 'on',
    concurrency: whole('concurrency', 1, 32),
    timeoutMs: whole('timeout', 1, 300) * 1000,
    logLevel: raw('logLevel') as Config['logLevel'],
    demo,
    dataFile,
    now: now === undefined ? undefined : instant(now),
  }
}

function readKey(key: string | undefined, file: string | undefined): string | undefined {
  if (key !== undefined || file === undefined) return key
  try {
    const text = readFileSync(file, 'utf8').trim()
    if (text !== '') return text
  } catch {
    // Said below: the reason is the same to the reader.
  }
  throw new ConfigurationError('ELEVENLABS_API_KEY_FILE names a file that cannot be read or is empty.')
}

function baseUrl(url: string | undefined, residency: string | undefined): string | undefined {
  if (url === undefined) return residency === undefined ? undefined : HOSTS[residency]
  if (residency !== undefined) {
    throw new ConfigurationError('Set ELEVENLABS_BASE_URL or ELEVENLABS_API_RESIDENCY, not both.')
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (
    parsed === undefined ||
    !['http:', 'https:'].includes(parsed.protocol) ||
    parsed.username ||
    parsed.password ||
    parsed.search
  ) {
    // Not repeated: it may hold a password.
    throw new ConfigurationError('ELEVENLABS_BASE_URL takes an http or https address without user and query.')
  }
  return url.replace(/\/+$/, '')
}

function instant(text: string): number {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw invalid('now', text, 'an ISO 8601 instant such as 2026-11-22T12:00:00Z')
  return Math.floor(ms / 1000)
}

function invalid(name: SettingName, value: string, allowed: string, similar?: string): ConfigurationError {
  const setting: Setting = SETTINGS[name]
  const names = [setting.flag && `--${setting.flag}`, setting.env].filter(Boolean).join(' or ')
  const hint = similar === undefined ? '' : ` Did you mean "${similar}"?`
  return new ConfigurationError(`${names} is "${value.slice(0, 60)}"; it takes ${allowed}.${hint}`)
}
