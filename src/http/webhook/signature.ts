import { createHmac, timingSafeEqual } from 'node:crypto'

/** Seconds: how old a delivery may be, since one is tried again for about forty minutes, and how far its clock may be ahead. */
const [PAST, FUTURE] = [45 * 60, 5 * 60]

/** What `ElevenLabs-Signature: t=<unix>,v0=<hex>` says. */
export interface Signature {
  /** Unix seconds, as they were written. */
  time: string
  /** HMAC-SHA256 of `<unix>.<body>`. */
  mac: Buffer
}

/** @param now Unix seconds @returns a sentence where it is refused before its body is read */
export function readSignature(header: string | null, now: number): Signature | string {
  const { t, v0 } = /^\s*t=(?<t>\d{1,12})\s*,\s*v0=(?<v0>[0-9a-f]{64})\s*$/.exec(header ?? '')?.groups ?? {}
  if (t === undefined || v0 === undefined) return 'The header ElevenLabs-Signature is missing or not like t=…,v0=….'
  if (Number(t) < now - PAST) return 'The delivery is too old.'
  if (Number(t) > now + FUTURE) return 'The delivery is of the future: a clock is wrong.'
  return { time: t, mac: Buffer.from(v0, 'hex') }
}

/** Whether the holder of the secret signed these very bytes. */
export function isSigned({ time, mac }: Signature, body: readonly Uint8Array[], secret: string): boolean {
  const hmac = createHmac('sha256', secret).update(`${time}.`)
  for (const piece of body) hmac.update(piece)
  return timingSafeEqual(hmac.digest(), mac)
}
