import type { Asked } from '../mirror/mirror.ts'
import { inTurns } from '../pieces.ts'
import type { Redactor } from '../redact/redactor.ts'
import { MaskedArchive } from './archive.ts'

/** A mirror whose calls are masked. */
export function maskedMirror(mirror: Asked, redactor: Redactor): Asked {
  return {
    profile: () => mirror.profile(),
    async freshCopy(id, withRaw = false, ofAnyAge = false) {
      const copy = await mirror.freshCopy(id, withRaw, ofAnyAge)
      if (copy === null) return null
      const call = await inTurns(redactor.conversation(copy.call, copy))
      return { ...copy, call, ...(withRaw && { raw: await inTurns(redactor.json(copy.raw)) }) }
    },
    async ensure(request, waiting) {
      const { archive, ...rest } = await mirror.ensure(request, waiting)
      return { ...rest, archive: new MaskedArchive(archive, redactor) }
    },
  }
}
