import { UserInputError } from '../../errors.ts'
import { quote } from '../../render/quote.ts'
import { oneLine, truncateUtf8 } from '../../render/text.ts'

/** Devices of Windows, whatever extension they bear. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i

/** Leaves room for a number, the extension and a temporary name in the 255 bytes of a name. */
const MAX_BYTES = 120

/**
 * A name without its extension, fit for a file on every system, made of what was suggested.
 * @throws UserInputError for a path: exports are written into the export folder and nowhere else
 */
export function fileStem(suggested: string, extension: string): string {
  const name = oneLine(suggested.normalize('NFC'))
  if (/[/\\]/.test(name) || /^\.{1,2}$/.test(name) || /^[a-z]:/i.test(name)) {
    throw new UserInputError(
      `${quote(name)} is a path. Give a file name only, such as calls-october; the file is written to the export directory.`,
    )
  }
  const bare = name.toLowerCase().endsWith(`.${extension}`) ? name.slice(0, -extension.length - 1) : name
  const stem = truncateUtf8(bare.replace(/[<>:"|?*$%`]/g, '-').replace(/^[\s.~-]+/, ''), MAX_BYTES).replace(
    /[\s.]+$/,
    '',
  )
  // Windows looks at what stands before the first dot.
  const [first = '', ...rest] = stem.split('.')
  return (RESERVED.test(first.trim()) ? [`${first.trim()}_`, ...rest].join('.') : stem) || 'export'
}
