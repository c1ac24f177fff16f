import { posix, win32 } from 'node:path'
import { ConfigurationError } from '../../errors.ts'

/* Where each client keeps its servers, and how an entry of it refers to a secret. */

/** The computer and the way this program was started; tests give others. */
export interface Place {
  env: Record<string, string | undefined>
  platform: NodeJS.Platform
  home: string | undefined
  /** The working directory. */
  folder: string
  /** Node, and the file that it runs. */
  node: string
  file: string
  /** Why this Node has no archive in a file; null: it has. */
  noArchive: string | null
}

export interface Client {
  title: string
  /** @throws ConfigurationError where there is no home directory */
  file(place: Place): string
  /** Under which name the file holds its servers. */
  root: 'mcpServers' | 'servers'
  /** What stands in the entry for the key; `null`: the client asks for it (`inputs` of the file). */
  key: string | null
  keyAdvice: string
  startAdvice: string
}

/** Understood as "no key yet" by the server, with words, should it stay. */
export const NO_KEY = 'your key'

export const CLIENTS = {
  'claude-desktop': {
    title: 'Claude Desktop',
    file: place => inAppData(place, 'Claude', 'claude_desktop_config.json'),
    root: 'mcpServers',
    // It takes values as they stand.
    key: NO_KEY,
    keyAdvice: `In that file, put an API key with the permission convai_read in place of "${NO_KEY}".`,
    startAdvice: 'Quit Claude Desktop and open it again.',
  },
  'claude-code': {
    title: 'Claude Code',
    // Variables are sure to be expanded in a project's file only.
    file: ({ folder, platform }) => pathsOf(platform).join(folder, '.mcp.json'),
    root: 'mcpServers',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the client expands it
    key: '${ELEVENLABS_API_KEY:-}',
    keyAdvice: 'Set ELEVENLABS_API_KEY in the shell that starts Claude Code.',
    startAdvice: 'Start Claude Code in this directory and approve the server.',
  },
  cursor: {
    title: 'Cursor',
    file: place => inHome(place, '.cursor', 'mcp.json'),
    root: 'mcpServers',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the client expands it
    key: '${env:ELEVENLABS_API_KEY}',
    keyAdvice: 'Set ELEVENLABS_API_KEY in the environment that Cursor starts from.',
    startAdvice: 'Restart Cursor.',
  },
  vscode: {
    title: 'VS Code',
    file: place => inAppData(place, 'Code', 'User', 'mcp.json'),
    root: 'servers',
    key: null,
    keyAdvice: 'VS Code asks for the key when it first starts the server, and keeps it out of the file.',
    startAdvice: 'Start the server from the list of MCP servers.',
  },
} satisfies Record<string, Client>

export type ClientName = keyof typeof CLIENTS
export const CLIENT_NAMES = Object.keys(CLIENTS) as ClientName[]

export const pathsOf = (platform: NodeJS.Platform) => (platform === 'win32' ? win32 : posix)

function inHome({ home, platform }: Place, ...path: string[]): string {
  if (home !== undefined) return pathsOf(platform).join(home, ...path)
  throw new ConfigurationError(
    'There is no home directory to find the configuration in (HOME is empty or not set). Set HOME, or see the README for the entry.',
  )
}

/** Where desktop programs keep their settings. */
function inAppData(place: Place, ...path: string[]): string {
  const { env, platform } = place
  const { join, isAbsolute } = pathsOf(platform)
  if (platform === 'darwin') return inHome(place, 'Library', 'Application Support', ...path)
  const set = platform === 'win32' ? env.APPDATA : env.XDG_CONFIG_HOME
  if (set && isAbsolute(set)) return join(set, ...path)
  return platform === 'win32' ? inHome(place, 'AppData', 'Roaming', ...path) : inHome(place, '.config', ...path)
}
