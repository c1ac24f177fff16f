import { homedir, userInfo } from 'node:os'
import { isAbsolute } from 'node:path'

/**
 * The user's home folder; undefined where there is none: an empty HOME would lead into the working folder, and a user
 * whom the system does not know has no other.
 */
export function homeFolder(): string | undefined {
  return [homedir, () => userInfo().homedir].map(attempt).find(path => path !== undefined && isAbsolute(path))
}

function attempt(find: () => string): string | undefined {
  try {
    return find()
  } catch {
    return undefined
  }
}
