import type { ExportFormat } from './format.ts'

/** One JSON object a line, as the API gives it. */
export const jsonlFormat = (): ExportFormat => ({
  extension: 'jsonl',
  needs: 'body',
  head: '',
  row(item) {
    if (!('body' in item)) throw new TypeError("an export of the API's own JSON needs it")
    return line(item.body)
  },
})

/** JSON escapes line breaks, so that one object is one line; U+2028 and U+2029, which some readers split at, are not. */
const line = (value: unknown): string =>
  `${JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`
