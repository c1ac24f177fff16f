import { jsonEscape } from './text.ts'

/**
 * The signs that bring Markdown of others to life: what begins an HTML element, a link, a definition of one or an entity,
 * and the middle of a bare address. Backslashes do not help against the last: GitHub's flavour of remark, which most
 * chats use, finds addresses when the escapes are already gone, in the writer's own escapes too.
 */
const LIVE = /<(?=[A-Za-z/!?])|\](?=[(:])|\/(?=\\*\/)|[wW](?<=[wW]{3})(?=\\*\.)|&(?=#?\w{1,32};)|@(?<=\S@)(?=\S)/g

/** What begins a heading, a list, a quotation, a table or a line below a heading. `> 12 1:04` is our own mark of a found turn. */
const LINE_START =
  /^( {0,3})([#*=~`+|:-](?![\p{L}\p{N}])|_(?=[_ \t]*$)|>(?! \d+ (?:-|\d+:\d\d))|\d{1,9}(?=[.)](?:\s|$)))/gmu

/**
 * Lines of which no Markdown renderer makes a link, an image, a heading, a list or an HTML element. A blank breaks what
 * is live, as it does in `] (`; nothing else changes, so that people and models read on undisturbed.
 */
export const inert = (text: string): string => breakAddresses(text).replace(LINE_START, '$1\\$2')

/** The same within a line. */
export const breakAddresses = (text: string): string => text.replace(LIVE, sign => (sign === '@' ? ' @' : `${sign} `))

/** The same for JSON, which still means the same. */
export const inertJson = (json: string): string => json.replace(LIVE, jsonEscape)
