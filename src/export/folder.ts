import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where exports go unless a setting says otherwise. */
export const exportFolder = (setting: string | undefined): string => setting ?? join(homedir(), 'conversations-exports')
