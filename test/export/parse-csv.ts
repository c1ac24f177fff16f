/** RFC 4180 read by somebody else's rules: a state for each character, nothing shared with the writer. */
export function parseCsv(text: string, separator = ','): string[][] {
  const rows: string[][] = [[]]
  let field = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (isQuoted) {
      if (char !== '"') field += char
      else if (text[at + 1] === '"') field += text[++at]
      else isQuoted = false
    } else if (char === '"' && field === '') isQuoted = true
    else if (char === separator || char === '\n' || (char === '\r' && text[at + 1] === '\n')) {
      rows.at(-1)!.push(field)
      field = ''
      if (char === separator) continue
      rows.push([])
      if (char === '\r') at++
    } else field += char
  }
  rows.at(-1)!.push(field)
  return rows
}
