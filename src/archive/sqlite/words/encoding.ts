import { writtenWords } from '../../words/encoding.ts'
import type { Phrase } from '../../words/query.ts'

/** For MATCH. No word holds a quote. */
export const inMatch = (phrase: Phrase): string => `"${writtenWords(phrase).join(' ')}"${phrase.star ? ' *' : ''}`
