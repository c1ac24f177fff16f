import { existsSync } from 'node:fs'
import { rmdir } from 'node:fs/promises'
import { openExportFile } from './file.ts'

/** Writes a file into the folder and removes it; a folder that was made for that goes, too. @throws as `openExportFile` */
export async function tryExportFolder(folder: string): Promise<void> {
  const wasThere = existsSync(folder)
  const file = await openExportFile(folder, 'trial', 'txt')
  await file.write('trial\n').finally(() => file.abandon())
  if (!wasThere) await rmdir(folder).catch(() => undefined)
}
