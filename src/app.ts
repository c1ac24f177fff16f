import { Alerts } from './alerts.ts'
import type { ApiClient } from './api/client.ts'
import type { Traffic } from './api/http.ts'
import { checkKey } from './api-key.ts'
import { type Config, DEFAULT_URL } from './config.ts'
import { ConfigurationError } from './errors.ts'
import { createLog, type Log, type LogFields } from './log.ts'
import type { Mirror, Waiting } from './mirror/mirror.ts'
import { randomHex } from './random-hex.ts'
import type { Redactor } from './redact/redactor.ts'
import type { Touched } from './restricted/index.ts'
import { passwordsIn } from './store-url.ts'
import type { ToolContext } from './tools/define.ts'

/** Everything that lives as long as the process, built once and closed once. */
export interface App {
  config: Config
  log: Log
  /** The local archive with what fills it; nothing is opened before it is asked something. */
  mirror(): Promise<Mirror>
  /** What the checks beside `--keep-fresh` find. */
  alerts: Alerts
  /** What went to the API since the start; null: nothing yet. */
  traffic(): Promise<Traffic | null>
  /** What leaves beside answers: errors, lists, prompts; masked with `--redact on`. */
  masked(text: string): string
  /** What a tool works with, for one call. */
  toolContext(signal: AbortSignal, waiting?: Omit<Waiting, 'signal'>): Promise<ToolContext>
  /** The same for a guest, who may see less and writes nothing here; whoever made it closes the app. */
  asSeenBy(guest: Guest): App
  /** Told of each answer; missing: nobody keeps account. */
  answered?(answer: Answered): void
  /** What clients that listen are told of. */
  tellsOfCalls: boolean
  tellsOfChecks: boolean
  /** Whether tools may write files on this computer. */
  mayWriteFiles: boolean
  close(): Promise<void>
}

/** A request of somebody else than the person who started the server. */
export interface Guest {
  /** Ids of the agents whose calls it may see; null: of all. */
  agents: readonly string[] | null
  /** Whether it can listen: clients of the 2025 era do so within a session. */
  listens: boolean
  /** Keeps account of what is read for it. */
  touched: Touched
  answered(answer: Answered): void
}

/** An answer, for the books: nothing of what it says. */
export interface Answered {
  /** Name of a tool, or of a kind of resource. */
  what: string
  isError: boolean
  secs: number
}

/**
 * Builds the parts without touching the network, a port or a file, and without loading what only a call needs: hosts
 * sometimes start a server only to look at it.
 * @param logFields as `createLog` takes it
 * @param readers threads for the questions to an archive in a file, where many are asked at once; missing: none
 */
export function createApp(config: Config, logFields?: LogFields, readers?: number): App {
  let made: Redactor | null = null
  // It is made before anything is read for an answer: what is said earlier is about settings.
  const masked = (text: string): string => made?.text(text) ?? text
  const secrets = [config.apiKey, config.webhook?.url, config.webhook?.secret, ...passwordsIn(config.store)]
  const log = createLog(config.logLevel, secrets, masked, undefined, logFields)
  const now = () => config.now ?? Math.floor(Date.now() / 1000)
  const isDemo = config.demo || config.dataFile !== undefined
  // Nobody else on this computer may read the calls of a file through our port.
  const apiKey = isDemo ? randomHex(16) : config.apiKey
  const demo = isDemo ? demoServer(config.dataFile, apiKey, now) : null
  let client: Promise<ApiClient> | undefined
  const connect = async (): Promise<ApiClient> => {
    const { ApiClient } = await import('./api/client.ts')
    return new ApiClient({
      baseUrl: demo ? async () => (await demo.start()).url : () => liveUrl(config),
      apiKey,
      concurrency: config.concurrency,
      maxConcurrency: config.maxConcurrency,
      timeoutMs: config.timeoutMs,
    })
  }
  const openMirror = async (): Promise<Mirror> => {
    client ??= connect()
    const [{ Mirror }, source] = await Promise.all([import('./mirror/mirror.ts'), client])
    const host = new URL(config.baseUrl ?? DEFAULT_URL).host
    const { dataDir, store, profile } = config
    const place = isDemo ? undefined : { dataDir, store, host, profile, apiKey }
    const { retentionDays } = config
    const masks = config.redact ? redactor : undefined
    return new Mirror({ source, place, readers, isOff: config.archive === 'off', retentionDays, masks, now, log })
  }
  let opening: Promise<Mirror> | undefined
  const mirror = (): Promise<Mirror> => {
    opening ??= openMirror()
    return opening
  }
  let making: Promise<Redactor> | undefined
  const redactor = (): Promise<Redactor> => {
    making ??= import('./masked/index.ts').then(async ({ makeRedactor }) =>
      makeRedactor(await mirror(), log, config.redactVariables),
    )
    making.catch(() => {
      making = undefined
    })
    return making
  }
  const source = config.demo ? 'the sample calls' : config.dataFile ? 'the calls of a file' : 'the live API'
  /** What a file is like is known once it has been read, which is before there is an answer. */
  const origin = () => source + (demo?.notes().length ? ` (${demo.notes().join('; ')})` : '')
  /** The computer's is asked for once: to hear it takes as long as many an answer. */
  let { timezone } = config
  /** The one place where it is decided by what tools, resources and completions read. */
  const contextOf = async (
    guest: Guest | null,
    signal: AbortSignal,
    waiting: Omit<Waiting, 'signal'> = {},
  ): Promise<ToolContext> => {
    client ??= connect()
    const exports = { folder: config.exportDir, variables: config.redactVariables }
    timezone ??= (await import('./domain/zone.ts')).computerZone()
    const projectAgents = async () =>
      // The folder is that of the person who started the server.
      guest
        ? { agents: [], problems: [] }
        : (await import('./agents-file.ts')).projectAgents(config.agentsFolder ?? process.cwd())
    const settings = { readsSettings: config.agentConfig, projectAgents }
    const known = {
      origin,
      timezone,
      now,
      exports,
      mayWriteFiles: guest === null,
      recordings: config.audio,
      ...settings,
      signal,
      ...waiting,
    }
    const whole = { source: await client, mirror }
    const reading = guest ? (await import('./restricted/index.ts')).readingOf(guest, whole) : whole
    if (!config.redact) return { ...known, ...reading, redactor: null }
    made = await redactor()
    const { maskedReading } = await import('./masked/index.ts')
    return { ...known, ...maskedReading(reading.source, reading.mirror, made), redactor: made }
  }
  return {
    config,
    log,
    mirror,
    traffic: async () => (await client)?.traffic ?? null,
    alerts: new Alerts(),
    masked,
    toolContext: (signal, waiting) => contextOf(null, signal, waiting),
    tellsOfCalls: config.keepFreshSecs !== undefined,
    tellsOfChecks: config.checksFile !== undefined,
    mayWriteFiles: true,
    asSeenBy(guest) {
      const { answered, listens } = guest
      // Checks name groups of all calls.
      const hasChecks = guest.agents === null && config.checksFile !== undefined
      return {
        ...this,
        config: hasChecks ? config : { ...config, checksFile: undefined },
        toolContext: (signal, waiting) => contextOf(guest, signal, waiting),
        tellsOfCalls: listens,
        tellsOfChecks: listens && hasChecks,
        mayWriteFiles: false,
        answered,
      }
    },
    async close() {
      await (await opening)?.close()
      await (await client)?.close()
      await demo?.stop()
    },
  }
}

/** @throws ConfigurationError where the API would only refuse us; another host may need no key */
async function liveUrl({ apiKey, baseUrl }: Config): Promise<string> {
  if (apiKey !== undefined) checkKey(apiKey)
  if (apiKey !== undefined || baseUrl !== undefined) return baseUrl ?? DEFAULT_URL
  throw new ConfigurationError(
    'No API key is set. Set ELEVENLABS_API_KEY to a key with the convai_read permission in the configuration of the MCP client (or the environment), or start with --demo to try sample calls.',
  )
}

/** The embedded API, started by the first request that needs it. */
function demoServer(dataFile: string | undefined, apiKey: string | undefined, now: () => number) {
  type Demo = { url: string; close(): Promise<void> }
  let started: Promise<Demo> | undefined
  let up: Demo | undefined
  let isStopped = false
  let notes: readonly string[] = []
  const start = async () => {
    const { startDemo } = await import('./demo/index.ts')
    const server = await startDemo(dataFile, apiKey, now)
    if (dataFile !== undefined) notes = server.world.notes ?? []
    if (isStopped) await server.close()
    up = server
    return server
  }
  return {
    start() {
      started ??= start()
      return started
    },
    notes: () => notes,
    // A pipe may be read for ever.
    async stop() {
      isStopped = true
      await up?.close()
    },
  }
}
