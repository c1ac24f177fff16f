/** One setting: a row of `--help`, of the README's table, and of what is read. */
export interface Setting {
  /** Command-line flag; secrets have none, since other users of a computer can read command lines. */
  flag?: string
  /** Environment variable; beside a flag one of the same name, which need not be written down. */
  env?: string
  /** Placeholder in `--help`; a flag without one is a switch. */
  value?: string
  choices?: readonly string[]
  default?: string
  help: string
}

/** How far back `--keep-fresh` reads. */
export const KEEP_FRESH_DAYS = 7

/** @param prefix of the variables: `--data-dir` is CONVERSATIONS_MCP_DATA_DIR */
export const settingsOf = <Name extends string>(
  prefix: string,
  table: Record<Name, Setting>,
): Record<Name, Setting> => {
  for (const setting of Object.values<Setting>(table)) {
    if (setting.flag !== undefined) setting.env ??= prefix + setting.flag.toUpperCase().replaceAll('-', '_')
  }
  return table
}

export const SETTINGS = settingsOf('CONVERSATIONS_MCP_', {
  apiKey: { env: 'ELEVENLABS_API_KEY', help: 'API key with the convai_read permission' },
  apiKeyFile: { env: 'ELEVENLABS_API_KEY_FILE', help: 'file that contains the API key' },
  baseUrl: {
    env: 'ELEVENLABS_BASE_URL',
    help: 'URL of the API or of a compatible host (default https://api.elevenlabs.io)',
  },
  residency: {
    env: 'ELEVENLABS_API_RESIDENCY',
    choices: ['us', 'eu', 'in', 'sg'],
    help: 'data residency of the workspace, instead of a base URL',
  },
  insecureHttp: {
    flag: 'insecure-http',
    choices: ['on', 'off'],
    default: 'off',
    help: 'allow an http:// URL of another computer: key and calls travel unencrypted',
  },
  timezone: {
    flag: 'timezone',
    value: 'ZONE',
    help: "IANA time zone for dates and days (default: the computer's)",
  },
  output: {
    flag: 'output',
    value: 'HALVES',
    choices: ['both', 'text', 'structured'],
    default: 'both',
    help: 'what tools return: text, structuredContent or both',
  },
  audio: {
    flag: 'audio',
    default: 'off',
    choices: ['on', 'off'],
    help: 'allow clients to read recordings',
  },
  concurrency: {
    flag: 'concurrency',
    value: 'N',
    default: '4',
    help: 'concurrent API requests to begin with, 1 to 32; adapts to the API',
  },
  maxConcurrency: {
    flag: 'max-concurrency',
    value: 'N',
    default: '32',
    help: 'most concurrent API requests, 1 to 32',
  },
  timeout: {
    flag: 'timeout',
    value: 'SECONDS',
    default: '30',
    help: 'timeout per API request, 1 to 300',
  },
  archive: {
    flag: 'archive',
    value: 'MODE',
    choices: ['read-through', 'off'],
    default: 'read-through',
    help: 'local cache of calls: filled on demand (read-through), or off',
  },
  dataDir: {
    flag: 'data-dir',
    value: 'FOLDER',
    help: "directory of the local archive (default: the system's data directory)",
  },
  store: {
    flag: 'store',
    value: 'URL',
    help: 'PostgreSQL database that holds the archive, instead of a local file: postgres://user@host/database (the flag takes no password)',
  },
  storeFile: { env: 'CONVERSATIONS_MCP_STORE_FILE', help: 'file that contains the URL of the PostgreSQL database' },
  profile: {
    flag: 'profile',
    value: 'NAME',
    default: 'default',
    help: 'name of the archive, one per workspace; a new key keeps it',
  },
  retentionDays: {
    flag: 'retention-days',
    value: 'DAYS',
    help: 'how long the archive keeps calls, in days from their start, 1 to 3650: older ones are removed from it and not read into it (default: kept until deleted)',
  },
  keepFresh: {
    flag: 'keep-fresh',
    value: 'EVERY',
    default: 'off',
    help: `how often to refresh the last ${KEEP_FRESH_DAYS} days in the background: 5m, 1h, or off`,
  },
  checks: {
    flag: 'checks',
    value: 'FILE',
    help: 'JSON file of checks to make after each background refresh (needs --keep-fresh)',
  },
  webhook: { env: 'CONVERSATIONS_MCP_WEBHOOK', help: 'URL that checks which changed are posted to' },
  webhookSecret: { env: 'CONVERSATIONS_MCP_WEBHOOK_SECRET', help: 'secret that these posts are signed with' },
  exportDir: {
    flag: 'export-dir',
    value: 'FOLDER',
    help: 'the only directory that exports are written to (default: conversations-exports in the home directory)',
  },
  agentConfig: {
    flag: 'agent-config',
    choices: ['on', 'off'],
    default: 'on',
    help: 'let describe_agent read settings and prompts of agents',
  },
  agentsFolder: {
    flag: 'agents-folder',
    value: 'FOLDER',
    help: 'directory of the agents.json that says which agent describe_agent means (default: the working directory)',
  },
  redact: {
    flag: 'redact',
    choices: ['on', 'off'],
    default: 'off',
    help: 'mask personal data in answers, resources, exports and logs',
  },
  redactVariables: {
    flag: 'redact-variables',
    value: 'NAMES',
    help: 'what else masking covers: values of these variables, data fields and tool arguments, wherever they occur in the call, such as plan,city',
  },
  logLevel: {
    flag: 'log-level',
    value: 'LEVEL',
    choices: ['error', 'warn', 'info', 'debug'],
    default: 'warn',
    help: 'log level on standard error',
  },
  demo: { flag: 'demo', help: 'serve embedded sample calls; needs no API key' },
  data: {
    flag: 'data',
    value: 'FILE',
    help: 'serve conversations from a JSONL file in API format; needs no API key',
  },
  now: {
    flag: 'now',
    value: 'INSTANT',
    help: 'with --demo or --data: the current time to assume (ISO 8601)',
  },
})

export type SettingName = keyof typeof SETTINGS
/** Settings as text, by name; whoever was set last on the way flag → environment → default. */
export type RawSettings = Partial<Record<SettingName, string>>
