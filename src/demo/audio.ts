// MPEG-1 Layer III, 32 kbit/s, 44.1 kHz, mono, no checksum. Side information of zeros means: no samples but silence.
const FRAME_HEADER = [0xff, 0xfb, 0x10, 0xc4]
const FRAME_BYTES = Math.floor((144 * 32_000) / 44_100)
const FRAMES = 10

/** A quarter of a second of silence as MP3, the same bytes every time. */
export function silentMp3(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(FRAME_BYTES * FRAMES)
  for (let frame = 0; frame < FRAMES; frame++) bytes.set(FRAME_HEADER, frame * FRAME_BYTES)
  return bytes
}
