import { stripVTControlCharacters } from 'node:util'

/** Node's pattern for ANSI sequences takes time by the square of a longer beginning of one. */
const LONG_SEQUENCE = /([\u001b\u009b][[\]()#;?]{16})[[\]()#;?]+/g

/** The text without the sequences that move a terminal's cursor or change its colours. */
export const withoutAnsi = (text: string): string => stripVTControlCharacters(text.replace(LONG_SEQUENCE, '$1'))
