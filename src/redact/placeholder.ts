/** What stands where a name or address is not known, or is everybody's. */
const NOTHING =
  /^(?:n\/?a|none|null|nil|undefined|unknown|not (?:provided|given|known|available|specified|set)|empty|anonymous|unbekannt|desconocid[oa]|inconnue?|tbd|test|guest|customer|caller|client|user|agent|there|sir|madam|friend|valued customer|true|false|yes|no)$/i

/** Whether a value says nothing about anybody. */
export const isPlaceholder = (value: string): boolean =>
  NOTHING.test(value.trim()) || !/[\p{L}\p{N}]/u.test(value) || /^\{\{.*\}\}$/s.test(value.trim())
