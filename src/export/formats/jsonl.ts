import { isLarge, jsonParts } from '../../api/json.ts'
import type { Pieces } from '../../pieces.ts'
import type { ExportFormat, ExportItem } from './format.ts'

/** One JSON object a line, as the API gives it. */
export const jsonlFormat = (): ExportFormat => ({
  extension: 'jsonl',
  needs: 'body',
  head: '',
  row,
})

/** Characters that are made in one go. */
const A_PIECE = 250_000

function* row(item: ExportItem): Pieces<string> {
  if (!('body' in item)) throw new TypeError("an export of the API's own JSON needs it")
  const body = item.body as object
  if (!isLarge(body)) return `${onOneLine(JSON.stringify(body))}\n`
  let row = ''
  let length = 0
  for (const part of jsonParts(body)) {
    row += onOneLine(part)
    length += part.length
    if (length < A_PIECE) continue
    length = 0
    yield
  }
  return `${row}\n`
}

/** JSON escapes line breaks, so that one object is one line; U+2028 and U+2029, which some readers split at, are not. */
const onOneLine = (json: string): string => json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
