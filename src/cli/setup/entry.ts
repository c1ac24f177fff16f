import { type Config, readConfig } from '../../config.ts'
import { ConfigurationError } from '../../errors.ts'
import { npxArguments } from '../../npx.ts'
import { type RawSettings, SETTINGS, type Setting, type SettingName } from '../../settings.ts'
import { LIBSQL } from '../../version.ts'
import { foundPath } from '../../written-path.ts'
import { type Client, type Place, pathsOf } from './clients.ts'

/** A server, as a client's configuration names it. */
export interface Entry {
  type?: 'stdio'
  command: string
  args: string[]
  env?: Record<string, string>
}

/** A question that VS Code asks once. */
export interface Input {
  type: 'promptString'
  id: string
  description: string
  password: true
}

const KEY = 'ELEVENLABS_API_KEY'

/**
 * The entry that starts this very program with these settings, the question that goes with it, and whether a key is
 * still to be given.
 * @throws ConfigurationError where a setting is wrong
 */
export function entryFor(
  { root, key }: Client,
  name: string,
  settings: RawSettings,
  place: Place,
): { entry: Entry; input: Input | null; needsKey: boolean } {
  const config = readConfig(settings, place.env)
  const { command, args } = launch(place)
  const id = name === 'conversations' ? 'elevenlabs-key' : `elevenlabs-key-${name}`
  const keyFile = place.env.ELEVENLABS_API_KEY_FILE
  const needsKey = !config.demo && config.dataFile === undefined && !keyFile
  const env = {
    ...(needsKey ? { [KEY]: key ?? `\${input:${id}}` } : {}),
    ...addresses(config, place),
  }
  const entry = {
    ...(root === 'servers' ? { type: 'stdio' as const } : {}),
    command,
    args: [...args, ...flags(settings, config, place)],
    ...(Object.keys(env).length > 0 ? { env } : {}),
  }
  const question = { type: 'promptString' as const, id, description: 'ElevenLabs API key', password: true as const }
  return { entry, input: needsKey && key === null ? question : null, needsKey }
}

/** What only the environment can say and a client may not pass on; key and password themselves are never among it. */
function addresses({ demo, dataFile }: Config, { env, folder, platform }: Place): Record<string, string> {
  if (demo || dataFile !== undefined) return {}
  const whole = (path: string | undefined) =>
    path &&
    pathsOf(platform).resolve(
      folder,
      foundPath(path, must => new ConfigurationError(must)),
    )
  const given: Record<string, string | undefined> = {
    ELEVENLABS_API_KEY_FILE: whole(env.ELEVENLABS_API_KEY_FILE),
    CONVERSATIONS_MCP_STORE_FILE: whole(env.CONVERSATIONS_MCP_STORE_FILE),
    ELEVENLABS_BASE_URL: env.ELEVENLABS_BASE_URL,
    ELEVENLABS_API_RESIDENCY: env.ELEVENLABS_API_RESIDENCY,
  }
  return Object.fromEntries(Object.entries(given).filter((one): one is [string, string] => Boolean(one[1])))
}

/** The settings of the command line; a client starts the server in a folder of its own, so paths are whole. */
function flags(settings: RawSettings, config: Config, { folder, platform }: Place): string[] {
  const whole: RawSettings = { ...settings }
  if (settings.dataDir !== undefined) whole.dataDir = config.dataDir!
  if (settings.exportDir !== undefined) whole.exportDir = config.exportDir!
  if (settings.checks !== undefined) whole.checks = pathsOf(platform).resolve(folder, config.checksFile!)
  if (settings.data !== undefined) whole.data = pathsOf(platform).resolve(folder, config.dataFile!)
  return (Object.entries(whole) as [SettingName, string][]).flatMap(([name, value]) => {
    const { flag, value: takes, choices }: Setting = SETTINGS[name]
    return takes === undefined && choices === undefined ? [`--${flag}`] : [`--${flag}`, value]
  })
}

/**
 * How a client starts this program again: the file that runs now, by the Node that runs it; or `npx` with what npx was
 * asked for.
 */
function launch({ node, file, platform, noArchive }: Place): { command: string; args: string[] } {
  const npx = npxArguments(file, noArchive === null ? [] : [LIBSQL])
  if (npx === null) return { command: node, args: [file] }
  // Windows finds npx.cmd only by its shell.
  return platform === 'win32' ? { command: 'cmd', args: ['/c', 'npx', ...npx] } : { command: 'npx', args: npx }
}
