import { existsSync } from 'node:fs'
import { rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError } from '../../errors.ts'
import { homeFolder } from '../../home.ts'
import { openExportFile } from './file.ts'

/** Where exports go unless a setting says otherwise. @throws ConfigurationError where there is no home folder */
export function exportFolder(setting: string | undefined): string {
  if (setting !== undefined) return setting
  const home = homeFolder()
  if (home !== undefined) return join(home, 'conversations-exports')
  throw new ConfigurationError(
    'There is no home directory for exports (HOME is empty or not set); set --export-dir (CONVERSATIONS_MCP_EXPORT_DIR).',
  )
}

/** Writes a file into the folder and removes it; a folder that was made for that goes, too. @throws as `openExportFile` */
export async function tryExportFolder(folder: string): Promise<void> {
  const wasThere = existsSync(folder)
  const file = await openExportFile(folder, 'trial', 'txt')
  await file.write('trial\n').finally(() => file.abandon())
  if (!wasThere) await rmdir(folder).catch(() => undefined)
}
