import { resolve } from 'node:path'
import { bareKey } from './api-key.ts'
import { ConfigurationError } from './errors.ts'
import { checkWebhook, isThisComputer, type Webhook } from './outgoing-url.ts'
import { invalid, isSet, readerOf, secretIn } from './read-settings.ts'
import { type RawSettings, SETTINGS, type SettingName } from './settings.ts'
import { checkStoreUrl } from './store-url.ts'
import { foundPath, newPath, writtenOut } from './written-path.ts'

export interface Config {
  apiKey: string | undefined
  /** undefined: the default address. */
  baseUrl: string | undefined
  /** The address may be an http:// one of another computer. */
  insecureHttp: boolean
  /** Zone of dates without one; undefined: the computer's. */
  timezone: string | undefined
  output: 'both' | 'text' | 'structured'
  audio: boolean
  concurrency: number
  maxConcurrency: number
  timeoutMs: number
  archive: 'read-through' | 'off'
  dataDir: string | undefined
  /** URL of a database, with its password; undefined: the archive is a file. */
  store: string | undefined
  profile: string
  /** Seconds between two readings in the background; undefined: none. */
  keepFreshSecs: number | undefined
  /** Path of the checks that are made after each of these readings. */
  checksFile: string | undefined
  webhook: Webhook | undefined
  /** Calls that started more days ago are not kept in the archive; undefined: all are. */
  retentionDays: number | undefined
  exportDir: string | undefined
  /** Whether settings and prompts of agents may be asked for. */
  agentConfig: boolean
  /** Where agents.json is; undefined: in the working folder. */
  agentsFolder: string | undefined
  redact: boolean
  /** Names of variables, data fields and arguments that masking covers whatever they hold. */
  redactVariables: readonly string[]
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

/**
 * Flags over environment over defaults, checked; but for the time zone, which is as it was typed.
 * @throws ConfigurationError that names the setting and what it takes
 */
export function readConfig(flags: RawSettings, env: NodeJS.ProcessEnv): Config {
  const reader = readerOf<SettingName>(SETTINGS, flags, env)
  const { raw, whole } = reader
  const demo = switchOf('demo', raw('demo'))
  const data = raw('data')
  const dataFile = data === undefined ? undefined : foundPath(data, must => invalid(SETTINGS.data, data, must))
  const insecureHttp = raw('insecureHttp') === 'on'
  const now = raw('now')
  const checks = raw('checks')
  const keepFreshSecs = every(raw('keepFresh')!)
  if (checks !== undefined && keepFreshSecs === undefined) {
    throw new ConfigurationError('--checks needs --keep-fresh: checks are made after each background refresh.')
  }
  if (demo && dataFile !== undefined) throw new ConfigurationError('Use --demo or --data, not both.')
  if (now !== undefined && !demo && dataFile === undefined) {
    throw new ConfigurationError('--now works only with --demo or --data; the live API has its own clock.')
  }
  return {
    apiKey: demo || dataFile !== undefined ? undefined : reader.secret('apiKey', 'apiKeyFile', bareKey),
    baseUrl: baseUrl(raw('baseUrl'), raw('residency'), insecureHttp),
    insecureHttp,
    timezone: raw('timezone'),
    output: raw('output') as Config['output'],
    audio: raw('audio') === 'on',
    concurrency: whole('concurrency', 1, 32),
    maxConcurrency: whole('maxConcurrency', 1, 32),
    timeoutMs: whole('timeout', 1, 300) * 1000,
    archive: raw('archive') as Config['archive'],
    dataDir: folder('dataDir', raw('dataDir')),
    store: storeUrl(flags.store, raw('store'), raw('storeFile')),
    profile: writtenOut(raw('profile')!, must => invalid(SETTINGS.profile, raw('profile')!, must)),
    keepFreshSecs,
    checksFile: checks === undefined ? undefined : foundPath(checks, must => invalid(SETTINGS.checks, checks, must)),
    webhook: checkWebhook(raw('webhook'), raw('webhookSecret')),
    retentionDays: raw('retentionDays') === undefined ? undefined : whole('retentionDays', 1, 3650),
    exportDir: folder('exportDir', raw('exportDir')),
    agentConfig: raw('agentConfig') === 'on',
    agentsFolder: folder('agentsFolder', raw('agentsFolder')),
    redact: raw('redact') === 'on',
    redactVariables: (raw('redactVariables') ?? '')
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== ''),
    logLevel: raw('logLevel') as Config['logLevel'],
    demo,
    dataFile,
    now: now === undefined ? undefined : instant(now),
  }
}

/**
 * The same with the time zone checked and well spelt. Where none is set, what knows of zones is not even loaded.
 * @throws UserInputError for a time zone that is none
 */
export async function loadConfig(flags: RawSettings, env: NodeJS.ProcessEnv): Promise<Config> {
  const config = readConfig(flags, env)
  if (config.timezone === undefined) return config
  const { resolveZone } = await import('./domain/zone.ts')
  return { ...config, timezone: resolveZone(config.timezone, 'UTC') }
}

function storeUrl(flag: string | undefined, given: string | undefined, file: string | undefined): string | undefined {
  if (given !== undefined) return checkStoreUrl(given, isSet(flag) ? '--store' : null)
  return file === undefined
    ? undefined
    : checkStoreUrl(
        secretIn(file, SETTINGS.storeFile, text => text.trim()),
        null,
      )
}

function baseUrl(url: string | undefined, residency: string | undefined, insecure: boolean): string | undefined {
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
    throw new ConfigurationError('ELEVENLABS_BASE_URL takes an http or https URL without credentials and query.')
  }
  if (parsed.protocol === 'http:' && !isThisComputer(parsed.hostname) && !insecure) {
    throw new ConfigurationError(
      'ELEVENLABS_BASE_URL is an http:// URL of another computer: the API key and the calls would travel unencrypted. Use https://, or allow it with --insecure-http on (CONVERSATIONS_MCP_INSECURE_HTTP=on).',
    )
  }
  return url.replace(/\/+$/, '')
}

function folder(name: SettingName, path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(newPath(path, must => invalid(SETTINGS[name], path, must)))
}

/** `5m` → 300. */
function every(given: string): number | undefined {
  const text = given.toLowerCase()
  if (text === 'off') return undefined
  const { count, unit } = /^(?<count>\d{1,4})(?<unit>[smh])$/.exec(text)?.groups ?? {}
  const secs = Number(count) * { s: 1, m: 60, h: 3600 }[unit ?? '']!
  if (secs >= 60) return secs
  throw invalid(SETTINGS.keepFresh, given, 'an interval of at least a minute, such as 5m or 1h, or off')
}

/** A flag without a value, which variables have as a word. */
function switchOf(name: SettingName, text = 'off'): boolean {
  const word = text.toLowerCase()
  if (ON.includes(word) || OFF.includes(word)) return ON.includes(word)
  throw invalid(SETTINGS[name], text, 'true or false')
}

const [ON, OFF] = [
  ['true', '1', 'on', 'yes'],
  ['false', '0', 'off', 'no'],
]

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/i

/** One without a zone is in UTC, as a day is: where this computer stands says nothing of it. */
function instant(text: string): number {
  const iso = ISO.exec(text)
  const [, time, , , zone] = iso ?? []
  const ms = iso && isDay(text.slice(0, 10)) ? Date.parse(time && !zone ? `${text}Z` : text) : Number.NaN
  if (Number.isNaN(ms)) throw invalid(SETTINGS.now, text, 'an ISO 8601 instant such as 2026-11-22T12:00:00Z')
  return Math.floor(ms / 1000)
}

/** Not February 30, which would be taken for March 2. */
const isDay = (text: string): boolean => {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}
