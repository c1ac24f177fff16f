// Makes the one-click bundle of Claude Desktop, `conversations-mcp-VERSION.mcpb`: the built server and its manifest, one
// file for all platforms. Works offline; the manifest is checked against the published schema before it is packed.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packExtension } from '@anthropic-ai/mcpb'
import { icon } from './icon.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ENTRY = 'bin/conversations-mcp.cjs'

/** What Claude Desktop asks for and how it starts the server; what is left empty counts as not set there. */
export function manifestOf({ name, version, description, author, license, keywords, engines }) {
  return {
    manifest_version: '0.3',
    name,
    display_name: 'Voice-agent conversations',
    version,
    description,
    long_description:
      "Ask about your voice agents' calls: which failed and why, how a week compares with the one before, what callers ask for, which calls to listen to. Read-only towards the Conversations API of ElevenLabs Agents; calls are kept in an archive on this computer.",
    author: { name: author },
    icon: 'icon.png',
    license,
    keywords,
    // Of the one host that the server talks to. It collects nothing itself.
    privacy_policies: ['https://elevenlabs.io/privacy-policy'],
    server: {
      type: 'node',
      entry_point: ENTRY,
      mcp_config: {
        command: 'node',
        // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the client replaces them
        args: [`\${__dirname}/${ENTRY}`],
        env: {
          ELEVENLABS_API_KEY: '${user_config.api_key}',
          ELEVENLABS_API_RESIDENCY: '${user_config.residency}',
          CONVERSATIONS_MCP_TIMEZONE: '${user_config.timezone}',
          CONVERSATIONS_MCP_REDACT: '${user_config.redact}',
        },
        // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the client replaces them
      },
    },
    tools_generated: true,
    prompts_generated: true,
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines.node } },
    user_config: {
      api_key: {
        type: 'string',
        title: 'ElevenLabs API key',
        description: 'With the permission convai_read, and no other',
        sensitive: true,
        required: true,
      },
      residency: {
        type: 'string',
        title: 'Data residency',
        description: 'us, eu, in or sg, if your workspace has one; otherwise leave it empty',
        default: '',
      },
      timezone: {
        type: 'string',
        title: 'Time zone',
        description: "For dates and days, such as Europe/Zurich; empty: the computer's",
        default: '',
      },
      redact: {
        type: 'boolean',
        title: 'Mask personal data',
        description: 'Telephone numbers, email addresses, card and account numbers',
        default: false,
      },
    },
  }
}

/**
 * @param {string} folder - where the bundle is written
 * @param {string} root - the project's folder, built
 * @returns {Promise<string>} its path
 */
export async function bundle(folder, root = ROOT) {
  const described = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const { name, version } = described
  const inside = await mkdtemp(join(tmpdir(), `${name}-`))
  try {
    for (const part of ['bin', 'dist', 'LICENSE']) await cp(join(root, part), join(inside, part), { recursive: true })
    for (const file of await onlyForCommands(join(inside, 'dist'))) await rm(file)
    // Without it Node would take dist for CommonJS.
    await writeFile(join(inside, 'package.json'), JSON.stringify({ name, version, type: 'module' }))
    await writeFile(join(inside, 'icon.png'), icon())
    await writeFile(join(inside, 'manifest.json'), JSON.stringify(manifestOf(described), null, 2))
    const outputPath = resolve(folder, `${name}-${version}.mcpb`)
    const isPacked = await packExtension({ extensionPath: inside, outputPath, silent: true })
    if (!isPacked) throw new Error('The bundle could not be packed.')
    return outputPath
  } finally {
    await rm(inside, { recursive: true, force: true })
  }
}

/** What of the built files only a command line loads: the client starts the server without one. */
async function onlyForCommands(folder) {
  const isCommand = path => /[\\/]\w\w-command\.js$/.test(path)
  const all = await loadedFrom(join(folder, 'main.js'), () => true)
  const needed = await loadedFrom(join(folder, 'main.js'), path => !isCommand(path))
  return [...all].filter(path => !needed.has(path))
}

/** The built file with all that it may import. */
async function loadedFrom(file, isWanted) {
  const found = new Set([file])
  for (const one of found) {
    for (const [, path] of (await readFile(one, 'utf8')).matchAll(/\b(?:from|import)\s*\(?[`"'](\.{1,2}\/[^`"']+)/g)) {
      const whole = resolve(dirname(one), path)
      if (isWanted(whole)) found.add(whole)
    }
  }
  return found
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`wrote ${basename(await bundle(process.argv[2] ?? '.'))}`)
}
