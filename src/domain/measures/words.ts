/* Words of any language: by spaces where a script has them, by the dictionary of the runtime where it has none. */

/**
 * A run of letters and digits. What stands inside of a word belongs to it: an apostrophe, a point, an underscore, and
 * the separators of a number. This follows Unicode's default word boundaries (UAX 29) at a tenth of their cost.
 */
const WORD =
  /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}\p{Pc}\u200c\u200d]|(?<=\p{L})['’.](?=\p{L})|(?<=\p{N})['’.,;](?=\p{N}))*/gu
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

let segmenter: Intl.Segmenter | undefined

/** Noise such as "...", "!!" or a lone emoji holds none. */
export const hasWords = (text: string): boolean => LETTER_OR_DIGIT.test(text)

/** "I don't know" are three words, "5,000" and "example.com" are one, "e-mail" are two; Japanese, Chinese, Thai … by their dictionaries. */
export const wordsOf = (text: string): string[] =>
  WITHOUT_SPACES.test(text) ? segmentsOf(text).filter(hasWords) : (text.match(WORD) ?? [])

/** Words as they are compared: without case, and in one spelling of what looks alike. */
export const tokensOf = (text: string): string[] => wordsOf(text.normalize('NFKC').toLowerCase())

/** Characters that the segmenter gets at a time: its cost grows with the square of a text without blanks. */
const STRETCH = 2000

/** The last words of a stretch may go on in the next one, or be others there: they are read again with it. */
const UNSURE = 20

function segmentsOf(text: string): string[] {
  // One language, so that counts do not depend on the computer.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' })
  const segments: string[] = []
  for (let start = 0; start < text.length; ) {
    const stretch = text.slice(start, start + STRETCH)
    const before = segments.length
    const starts: number[] = []
    // One by one: thousands of the runtime's objects at a time are dear to the collector.
    for (const { segment, index } of segmenter.segment(stretch)) {
      segments.push(segment)
      starts.push(index)
    }
    const isLast = start + STRETCH >= text.length
    const sure = isLast || starts.length <= UNSURE ? starts.length : starts.length - UNSURE
    segments.length = before + sure
    start += starts[sure] ?? stretch.length
  }
  return segments
}

/** Characters of a text that are looked at in one go. */
const PART = 10_000

/** A long text in parts, cut after blanks where it has some: their words together are those of the whole. */
export function partsOf(text: string): string[] {
  if (text.length <= PART) return [text]
  const parts: string[] = []
  for (let start = 0; start < text.length; ) {
    const part = text.slice(start, start + PART)
    // Looked for in the part alone: a text without blanks would be searched back to its beginning each time.
    const blank = part.lastIndexOf(' ')
    const end = blank > 0 && start + PART < text.length ? blank + 1 : part.length
    parts.push(part.slice(0, end))
    start += end
  }
  return parts
}
