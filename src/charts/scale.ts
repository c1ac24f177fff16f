/** Maps numbers of an axis to pixels. */
export interface Scale {
  (value: number): number
  ticks: readonly number[]
}

/**
 * An axis with round numbers at both ends.
 * @param values what has to be on it
 * @param from pixel of the smallest number
 * @param to pixel of the largest
 * @param fromZero bars and columns are lengths, which begin at zero; of lines only where that is near
 */
export function scaleOf(
  values: readonly number[],
  { from, to, unit, fromZero }: { from: number; to: number; unit: string; fromZero: boolean },
): Scale {
  const known = values.filter(Number.isFinite)
  let [low, high] = known.length === 0 ? [0, 1] : [Math.min(...known), Math.max(...known)]
  if (low >= 0 && (fromZero || low < 0.4 * high)) low = 0
  if (high <= 0 && fromZero) high = 0
  // Of numbers so near to each other there are no steps between them.
  if (high - low < Number.MIN_VALUE / Number.EPSILON) [low, high] = around(low)
  const step = stepOf(high - low, Math.max(2, Math.min(5, Math.abs(to - from) / 45)), isWhole(unit))
  let [first, last] = [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step]
  if (unit === 'share' && low >= 0) [first, last] = [Math.max(0, first), high <= 1 ? Math.min(1, last) : last]
  const ticks: number[] = []
  for (let at = first; at <= last + step / 1e6; at += step) ticks.push(Number(at.toPrecision(12)))
  const scale = (value: number): number => from + ((value - first) / (last - first)) * (to - from)
  return Object.assign(scale, { ticks })
}

/** Where all numbers are the same, some room around it. */
const around = (value: number): [number, number] =>
  Math.abs(value) < Number.MIN_VALUE / Number.EPSILON
    ? [0, 1]
    : value > 0
      ? [value * 0.5, value * 1.5]
      : [value * 1.5, value * 0.5]

/** Of what there is no half: no ticks between the numbers. */
const isWhole = (unit: string): boolean => ['calls', 'turns', 'tool calls'].includes(unit)

/** 1, 2 or 5 times a power of ten. */
function stepOf(span: number, count: number, whole: boolean): number {
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= rough * 0.999) ?? 10)
  return whole ? Math.max(1, Math.round(step)) : step
}
