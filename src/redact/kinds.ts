/** What `--redact` can mask. Names, addresses, dates of birth and anything spelled out in words are not among them. */
export const REDACT_KINDS = ['phone', 'email', 'card', 'iban', 'user_id'] as const

export type RedactKind = (typeof REDACT_KINDS)[number]
