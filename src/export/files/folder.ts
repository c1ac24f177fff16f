import { join } from 'node:path'
import { ConfigurationError } from '../../errors.ts'
import { homeFolder } from '../../home.ts'

/** Where exports go unless a setting says otherwise. @throws ConfigurationError where there is no home folder */
export function exportFolder(setting: string | undefined): string {
  if (setting !== undefined) return setting
  const home = homeFolder()
  if (home !== undefined) return join(home, 'conversations-exports')
  throw new ConfigurationError(
    'There is no home directory for exports (HOME is empty or not set); set --export-dir (CONVERSATIONS_MCP_EXPORT_DIR).',
  )
}
