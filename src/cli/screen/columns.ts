import stringWidth from 'string-width'

/** Columns of a screen that a text takes: wide letters of East Asian scripts and emoji take two. */
export const widthOf = (text: string): number => stringWidth(text)

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const MARK = '…'

/** The beginning that fits, with a mark where something is cut off. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let [shown, taken] = ['', 0]
  for (const { segment } of graphemes.segment(text)) {
    taken += widthOf(segment)
    if (taken > width - 1) break
    shown += segment
  }
  return width < 1 ? '' : shown.trimEnd() + MARK
}

/** The text in exactly so many columns. */
export function padTo(text: string, width: number, isRight: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return isRight ? blanks + text : text + blanks
}

/**
 * A line broken at blanks, with what follows indented below it. A word that fits in no line is left where it stands, so
 * that a terminal breaks it.
 */
export function wrapTo(text: string, width: number): string[] {
  const indent = ' '.repeat(/^ */.exec(text)![0].length + 2)
  const lines: string[] = []
  let line = ''
  for (const [at, word] of text.split(' ').entries()) {
    const longer = at === 0 ? word : `${line} ${word}`
    const fits = widthOf(longer) <= width || widthOf(word) > width - indent.length || line.trim() === ''
    if (!fits) lines.push(line)
    line = fits ? longer : indent + word
  }
  return [...lines, line]
}

/** Between two columns of a table. */
export const GAP = 2
/** A column is cut down to this and no further, as long as others are wider. */
export const NARROWEST = 8

/**
 * Widths at which a table fits: the widest column is cut first, and those of which a part is of no use last of all.
 * @param natural width that each column would need
 * @param isKept by column: it is cut only where nothing else helps
 */
export function fitWidths(natural: readonly number[], isKept: readonly boolean[], room: number): number[] {
  const widths = [...natural]
  const left = (): number => room - widths.reduce((sum, width) => sum + width, 0) - GAP * (widths.length - 1)
  for (const mayCut of [(at: number) => !isKept[at], () => true]) {
    while (left() < 0) {
      const cuttable = widths.filter((width, at) => mayCut(at) && width > NARROWEST)
      if (cuttable.length === 0) break
      widths[widths.findIndex((width, at) => mayCut(at) && width === Math.max(...cuttable))]!--
    }
  }
  return widths
}
