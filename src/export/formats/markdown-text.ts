import { breakAddresses } from '../../render/markdown.ts'
import { oneLine } from '../../render/text.ts'

/**
 * Text in a Markdown line that stays text: every sign with which CommonMark, GitHub or a math extension begins something
 * is escaped, links that come alive without signs (https://, www., a@b.c) are broken by a blank. One line, so that nothing in it
 * can begin a heading, a list or a quotation; the caller of this puts something of its own before it.
 */
export const markdownText = (text: string): string =>
  breakAddresses(oneLine(text)).replace(/[\\`*_[\]<>&~|$#@^]/g, '\\$&')
