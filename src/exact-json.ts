/*
 * A number of JavaScript counts whole numbers up to 2^53. Ids and numbers of orders, accounts and cards may be larger, and
 * JSON.parse would give them other digits.
 */

/** Sixteen digits where a value may begin. Spelled out, it is looked for in strides; as `\d{16}` it takes five times as long. */
const MAY_BE_LONG = new RegExp(String.raw`[\s:,[-]` + String.raw`\d`.repeat(16))
/** A whole number where a value ends. */
const LONG = /(?<![\w.+-])-?[1-9]\d{15,}(?=\s*(?:[,\]}]|$))/g

/**
 * As JSON.parse, but members and elements that are whole numbers beyond what is counted exactly become texts, with the
 * digits that were sent.
 * @throws SyntaxError
 */
export const parseExactly = (json: string): unknown => JSON.parse(MAY_BE_LONG.test(json) ? withTexts(json) : json)

const withTexts = (json: string): string =>
  outsideStrings(json, part =>
    part.replace(LONG, number => (Number.isSafeInteger(Number(number)) ? number : `"${number}"`)),
  )

/** The JSON with all that stands between its strings replaced. */
export function outsideStrings(json: string, replaced: (part: string) => string): string {
  let all = ''
  for (let at = 0; at < json.length; ) {
    const quote = json.indexOf('"', at)
    const end = quote < 0 ? json.length : quote
    all += replaced(json.slice(at, end))
    at = quote < 0 ? end : closingQuote(json, quote) + 1
    all += json.slice(end, at)
  }
  return all
}

/** Of the string that begins there. */
export function closingQuote(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at)
    if (at < 0) return text.length
    let slashes = 0
    while (text[at - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return at
  }
}
