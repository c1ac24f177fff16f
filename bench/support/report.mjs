// Figures with their targets, as a table.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The value that this part of them does not exceed. */
export const percentile = (values, part) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * part) - 1]

const written = (value, digits) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/**
 * One figure.
 * @param limit `max` or `min` make it a target; without them it is only shown. `how` says what was measured.
 */
export function figure(what, value, { max, min, digits = 0, unit = '', how = '' } = {}) {
  const target = max !== undefined ? `≤ ${written(max, digits)}` : min !== undefined ? `≥ ${written(min, digits)}` : ''
  const met = target === '' ? null : max !== undefined ? value <= max : value >= min
  return { what, shown: `${written(value, digits)}${unit && ` ${unit}`}`, target, met, how }
}

/** A figure that could not be had, and why. */
export const skipped = (what, why) => ({ what, shown: 'skipped', target: '', met: null, how: why })

export function printTable(title, figures) {
  const rows = figures.map(({ what, shown, target, met, how }) => [
    what,
    shown,
    target,
    met === null ? '' : met ? 'met' : 'MISSED',
    how,
  ])
  const widths = [0, 1, 2, 3].map(at => Math.max(...rows.map(row => [...row[at]].length)))
  console.log(`\n${title}`)
  for (const row of rows) {
    const cells = row.map((cell, at) =>
      at === 4 ? cell : at === 1 ? cell.padStart(widths[1]) : cell.padEnd(widths[at]),
    )
    console.log(`  ${cells.join('  ').trimEnd()}`)
  }
}

/** How many targets were missed. */
export const missed = figures => figures.filter(({ met }) => met === false).length
