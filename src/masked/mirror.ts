import type { Archive } from '../archive/archive.ts'
import type { Asked } from '../mirror/mirror.ts'
import { inTurns } from '../pieces.ts'
import type { Redactor } from '../redact/redactor.ts'
import { MaskedArchive } from './archive.ts'

/** A mirror whose calls are masked. */
export function maskedMirror(mirror: Asked, redactor: Redactor): Asked {
  const masked = new WeakMap<Archive, MaskedArchive>()
  return {
    profile: () => mirror.profile(),
    async freshCopy(id, withRaw = false, ofAnyAge = false) {
      const copy = await mirror.freshCopy(id, withRaw, ofAnyAge)
      if (copy === null) return null
      const call = await inTurns(redactor.conversation(copy.call))
      return { ...copy, call, ...(withRaw && { raw: await inTurns(redactor.json(copy.raw)) }) }
    },
    async ensure(request, waiting) {
      const { archive, ...rest } = await mirror.ensure(request, waiting)
      const known = masked.get(archive) ?? new MaskedArchive(archive, redactor)
      masked.set(archive, known)
      return { ...rest, archive: known }
    },
  }
}
