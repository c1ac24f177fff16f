/* Words of the API in files that others have made: they may be written in other letters, or not be texts at all. */

/** Without the blanks round it; null where nothing is left. Numbers are as good as texts. */
export function readText(value: unknown): string | null {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  return text === '' ? null : text
}

/** `Done` and `in_progress` are `done` and `in-progress`; what is none of the words stays as it is. */
export function readWord(text: string, words: readonly string[]): string {
  const word = text.toLowerCase().replaceAll('_', '-')
  return words.includes(word) ? word : text
}

/** `EN` is `en`, and `pt_br` `pt-BR`. */
export function readLanguage(text: string | null): string | null {
  const [language = '', region, ...more] = text?.split(/[-_]/) ?? []
  const isCode =
    /^[a-z]{2,3}$/i.test(language) && (region === undefined || /^[a-z]{2}$/i.test(region)) && more.length === 0
  return isCode ? [language.toLowerCase(), region?.toUpperCase()].filter(Boolean).join('-') : text
}

/** Also of `True`, `"false"` and 1; null: neither. */
export function readFlag(value: unknown): boolean | null {
  const word = typeof value === 'boolean' ? String(value) : readText(value)?.toLowerCase()
  if (word === undefined) return null
  return ['true', '1'].includes(word) ? true : ['false', '0'].includes(word) ? false : null
}
