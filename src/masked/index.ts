import type { ConversationSource } from '../api/source.ts'
import { ArchiveError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Asked, Mirror } from '../mirror/mirror.ts'
import { createRedactor, type Redactor } from '../redact/redactor.ts'
import { newSalt, saltOf } from '../redact/salt.ts'
import { maskedMirror } from './mirror.ts'
import { maskedSource } from './source.ts'

/**
 * The redactor of a process, with the salt of its archive, so that a person has one pseudonym in all answers and exports.
 * Where no archive opens, pseudonyms last as long as the process.
 */
export async function makeRedactor(mirror: Mirror, log: Log, variables: readonly string[]): Promise<Redactor> {
  return createRedactor(await salt(), variables, (...patch) => void keep(...patch).catch(() => {}))

  /** Where that fails, the call is masked anew the next time, too. */
  async function keep(...patch: [id: string, packed: Uint8Array, patch: string]): Promise<void> {
    if (mirror.isOpen) await (await mirror.open()).archive.keepPatch(...patch)
  }

  async function salt(): Promise<string> {
    if (mirror.isOff) return newSalt()
    try {
      return await saltOf((await mirror.open()).archive)
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      log.warn(`Pseudonyms last until this server ends: ${error.message}`)
      return newSalt()
    }
  }
}

/** What a tool reads by. */
export function maskedReading(
  source: ConversationSource,
  mirror: () => Promise<Asked>,
  redactor: Redactor,
): { source: ConversationSource; mirror(): Promise<Asked> } {
  return {
    source: maskedSource(source, redactor),
    mirror: async () => maskedMirror(await mirror(), redactor),
  }
}
