const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const BAR = 8

/** A share, 0 to 1, as a bar of eight columns; any share above nothing is seen. */
export function bar(share: number): string {
  const eighths = share > 0 ? Math.max(1, Math.round(share * BAR * 8)) : 0
  const [whole, part] = [Math.floor(eighths / 8), EIGHTHS[eighths % 8]!]
  return `${'█'.repeat(whole)}${part}`.padEnd(BAR, '·')
}

const LEVELS = '▁▂▃▄▅▆▇█'
/** No number is not the smallest one. */
const NOTHING = '·'

/** Numbers in their order as one line, from their smallest to their largest; null where there is none. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter(value => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const level = (value: number): number =>
    high === low ? 3 : Math.round(((value - low) / (high - low)) * (LEVELS.length - 1))
  return values.map(value => (value === null ? NOTHING : LEVELS[level(value)]!)).join('')
}
