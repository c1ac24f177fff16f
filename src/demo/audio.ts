import type { Json } from './world.ts'

/** Samples a second, of one byte each: a call of hours stays small, and every browser plays it. */
const RATE = 4000
const HEADER_BYTES = 44
const SILENCE = 128
const WORDS_A_SECOND = 2.5
/** What a call claims to last may be anything. */
const MOST_SECS = 3 * 3600

/** Hertz. */
const PITCH: Record<string, number> = { agent: 220, user: 330 }

/** A recording to try players with (WAV): each turn is a hum from its second on, the agent's lower than the caller's. */
export function hummed(call: Json): Uint8Array<ArrayBuffer> {
  const turns = (call.transcript ?? []) as Json[]
  const starts = turns.map(turn => Number(turn.time_in_call_secs) || 0)
  const told = Math.max(1, Number(call.metadata?.call_duration_secs) || 0, (starts.at(-1) ?? 0) + 1)
  const secs = Math.min(MOST_SECS, Math.floor(told))
  const bytes = new Uint8Array(HEADER_BYTES + RATE * secs).fill(SILENCE, HEADER_BYTES)
  writeHeader(new DataView(bytes.buffer), RATE * secs)
  const samples = bytes.subarray(HEADER_BYTES)
  for (const [at, { role, message }] of turns.entries()) {
    const hertz = PITCH[String(role)]
    if (!message || hertz === undefined) continue
    const length = String(message).split(/\s+/).length / WORDS_A_SECOND
    const end = Math.min(starts[at]! + length, starts.find((start, later) => later > at && start > starts[at]!) ?? secs)
    hum(samples.subarray(Math.floor(starts[at]! * RATE), Math.floor(end * RATE)), hertz)
  }
  return bytes
}

/** Written once and copied: a sine for each sample of a long call would take seconds. */
function hum(samples: Uint8Array, hertz: number): void {
  const second = Math.min(RATE, samples.length)
  for (let at = 0; at < second; at++)
    samples[at] = SILENCE + Math.round(40 * Math.sin((2 * Math.PI * hertz * at) / RATE))
  for (let at = second; at < samples.length; at += second)
    samples.copyWithin(at, 0, Math.min(second, samples.length - at))
}

/** RIFF: PCM, one channel, eight bits. */
function writeHeader(view: DataView, dataBytes: number): void {
  const letters = (at: number, text: string): void => {
    for (const [place, letter] of [...text].entries()) view.setUint8(at + place, letter.charCodeAt(0))
  }
  letters(0, 'RIFF')
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true)
  letters(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, RATE, true)
  view.setUint32(28, RATE, true)
  view.setUint16(32, 1, true)
  view.setUint16(34, 8, true)
  letters(36, 'data')
  view.setUint32(40, dataBytes, true)
}
