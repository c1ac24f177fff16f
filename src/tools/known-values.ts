import { SOURCES, STATUSES } from './params.ts'

const OUTCOMES = ['success', 'failure', 'unknown']
/** A language with its script and region, as far as one has them: no sentence looks like it. */
const LANGUAGE = /^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?$/i

const LISTED = {
  // Ours is the word for a status that the API does not tell.
  status: (value: string) => value === 'unknown' || (STATUSES as readonly string[]).includes(value),
  outcome: (value: string) => OUTCOMES.includes(value),
  source: (value: string) => (SOURCES as readonly string[]).includes(value),
  language: (value: string) => LANGUAGE.test(value),
}
export type ListedValue = keyof typeof LISTED

/** Whether a value is one of those that such a fact has; any other is free text. */
export const isKnown = (fact: ListedValue, value: string | undefined): boolean =>
  value !== undefined && LISTED[fact](value)
