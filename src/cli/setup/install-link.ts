import { UserInputError } from '../../errors.ts'
import type { ClientName } from './clients.ts'
import type { Entry, Input } from './entry.ts'

/**
 * A link that makes the client offer to install the server; what it holds is the entry, as `setup` would write it. For
 * teams: on a page of their own it installs with one click.
 * Sources: Cursor's documentation, "MCP install links"; VS Code's MCP developer guide, "Create an MCP installation URL".
 * @throws UserInputError where the client knows no such links
 */
export function installLink(client: ClientName, name: string, entry: Entry, input: Input | null): string {
  if (client === 'cursor') {
    const config = Buffer.from(JSON.stringify(entry)).toString('base64')
    return `cursor://anysphere.cursor-deeplink/mcp/install?${new URLSearchParams({ name, config })}`
  }
  if (client === 'vscode') {
    const config = { name, ...entry, ...(input ? { inputs: [input] } : {}) }
    return `vscode:mcp/install?${encodeURIComponent(JSON.stringify(config))}`
  }
  throw new UserInputError(
    'There are install links for cursor and vscode only. Claude Desktop opens the bundle that `npm run bundle` writes; Claude Code installs this checkout as a plugin (see the README).',
  )
}
