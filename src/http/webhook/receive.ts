import { readJson } from '../../api/body.ts'
import type { App } from '../../app.ts'
import { type CallEvent, readEvent } from './event.ts'
import { isSigned, readSignature } from './signature.ts'

/** Bytes: recordings come by the same way, and are refused only after their signature. */
const MOST_BYTES = 32 * 1024 * 1024

export interface Receiver {
  receive(request: Request): Promise<Response>
  /** Comes when calls that are still read by their id are here. */
  settled(): Promise<void>
}

/**
 * Takes deliveries of the platform's post-call webhook: what is told of a call is in the archive when the answer leaves.
 * The same delivery once more changes nothing. A call that cannot be kept as it was sent is read by its id, behind the
 * answer; where that fails the next reading of the lists brings it.
 * @param onCall told of each call that is new or another
 */
export function receiver(
  secret: string,
  { mirror, log }: Pick<App, 'mirror' | 'log'>,
  onCall: (call: { id: string; agentId: string | null }) => void,
): Receiver {
  const reading = new Set<Promise<void>>()

  const readById = async (event: CallEvent): Promise<void> => {
    try {
      const { sync } = await (await mirror()).open()
      if (await sync.read(event.id)) onCall(event)
      else log.info('A webhook told of a call that the API does not have, or that is too old to be kept.')
    } catch (error) {
      log.warn(`A call that a webhook told of could not be read yet: ${error instanceof Error ? error.message : error}`)
    }
  }
  const take = async (event: CallEvent): Promise<'stored' | 'known' | 'ignored' | 'reading'> => {
    const { sync } = await (await mirror()).open()
    const taken = event.body === null ? 'unfit' : await sync.take(event.id, event.body, event.at)
    if (taken === 'known') return 'known'
    if (taken === 'old') return 'ignored'
    if (taken === 'unfit') {
      const work = readById(event).finally(() => reading.delete(work))
      reading.add(work)
      return 'reading'
    }
    onCall(event)
    return 'stored'
  }

  return {
    async receive(request) {
      const signature = readSignature(request.headers.get('elevenlabs-signature'), Math.floor(Date.now() / 1000))
      if (typeof signature === 'string') return refusal(401, signature)
      const body = await readBody(request)
      if (body === null) return refusal(413, 'The delivery is too large.')
      if (!isSigned(signature, body, secret)) {
        log.warn('A webhook with a wrong signature was refused; is the secret that of this webhook?')
        return refusal(401, 'The signature is wrong.')
      }
      const event = readEvent((await readJson(body)).value)
      if (event === undefined) return refusal(400, 'This is no event of a webhook.')
      if (event === null) return Response.json({ status: 'ignored' })
      try {
        const status = await take(event)
        log.audit({ what: 'webhook', status, agents: event.agentId === null ? [] : [event.agentId] })
        return Response.json({ status })
      } catch (error) {
        log.error(`A webhook could not be stored: ${error instanceof Error ? error.message : error}`)
        // Then it is tried again, where that is switched on.
        return refusal(503, 'The archive cannot be written; try again.')
      }
    },
    async settled() {
      await Promise.all(reading)
    },
  }
}

const refusal = (status: number, error_description: string): Response =>
  Response.json({ error: 'refused', error_description }, { status })

/** The bytes as they came; null: too many, and the rest was not read. */
async function readBody({ body }: Request): Promise<Uint8Array[] | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > MOST_BYTES) return null
    chunks.push(chunk)
  }
  return chunks
}
