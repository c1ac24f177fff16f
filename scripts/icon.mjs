// Draws the bundle's icon, a speech bubble with the bars of a chart in it: pixels as PNG, made by nothing but Node.
import { crc32, deflateSync } from 'node:zlib'

const SIZE = 512
const [BACK, BUBBLE, BAR] = [
  [24, 61, 84],
  [255, 255, 255],
  [20, 148, 132],
]

/** How far inside of a rectangle with round corners a point is; negative: outside. */
function inRectangle(x, y, [left, top, right, bottom], radius) {
  const [dx, dy] = [Math.abs(x - (left + right) / 2), Math.abs(y - (top + bottom) / 2)]
  const [ox, oy] = [dx - (right - left) / 2 + radius, dy - (bottom - top) / 2 + radius]
  return radius - Math.hypot(Math.max(ox, 0), Math.max(oy, 0)) - Math.min(Math.max(ox, oy), 0)
}

/** The bubble's tip, a triangle below its left half. */
const inTip = (x, y) => Math.min(x - 150, 452 - y, (230 - x - (y - 350) * 0.8) / Math.hypot(1, 0.8))

/** Left edge and height of each bar. */
const BARS = [
  [140, 70],
  [204, 120],
  [268, 94],
  [332, 168],
]

/** What lies where, the lower first: a colour, and how far inside of it a point is. */
const SHAPES = [
  [BACK, (x, y) => inRectangle(x, y, [0, 0, SIZE, SIZE], 112)],
  [BUBBLE, (x, y) => Math.max(inRectangle(x, y, [84, 92, 428, 364], 56), y > 340 ? inTip(x, y) : -1)],
  ...BARS.map(([left, height]) => [BAR, (x, y) => inRectangle(x, y, [left, 316 - height, left + 40, 316], 12)]),
]

function pixel(x, y) {
  let [r, g, b, a] = [0, 0, 0, 0]
  for (const [color, inside] of SHAPES) {
    const part = Math.min(1, Math.max(0, inside(x + 0.5, y + 0.5) + 0.5))
    if (part === 0) continue
    if (a === 0) [r, g, b] = color
    else [r, g, b] = [r, g, b].map((under, at) => under + (color[at] - under) * part)
    a = Math.max(a, part)
  }
  return [r, g, b, a * 255].map(Math.round)
}

/** A chunk of a PNG: length, name, data and check sum. */
function chunk(name, data) {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** @returns {Buffer} a PNG of 512 × 512 pixels */
export function icon() {
  const rows = Array.from({ length: SIZE }, (_, y) => [
    0,
    ...Array.from({ length: SIZE }, (_, x) => pixel(x, y)).flat(),
  ])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIZE, 0)
  header.writeUInt32BE(SIZE, 4)
  // Eight bits of red, green, blue and opacity.
  header.set([8, 6], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
