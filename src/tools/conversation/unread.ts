import type { Conversation } from '../../domain/conversation.ts'
import { SEARCHED_LENGTH, unsearchedTurns } from '../../domain/searched.ts'
import { formatCount, plural } from '../../render/text.ts'

/** What of the call cannot be shown, as sentences; empty: nothing is lost. */
export function unreadText({ unread: { reason, lostTurns } }: Pick<Conversation, 'unread'>): string {
  const whole = reason !== null && `Only part of the call can be shown: ${reason}.`
  const turns = lostTurns.length > 0 && `${plural(lostTurns.length, 'turn')} could not be read: ${named(lostTurns)}.`
  return [whole, turns].filter(Boolean).join(' ')
}

/** Of what lists and texts only the beginning is shown and counted; empty: of none. */
export function cutText({ unread: { cut } }: Pick<Conversation, 'unread'>): string {
  if (cut.length === 0) return ''
  const parts = cut.slice(0, NAMED).map(({ what, read, of }) => `${formatCount(read)} of ${formatCount(of)} ${what}`)
  const more = cut.length > NAMED ? ` and ${formatCount(cut.length - NAMED)} more` : ''
  return `Read in part: the first ${parts.join(', ')}${more}; the rest is only in raw and in jsonl exports.`
}

/** Where words are looked for, and a turn is longer than what is looked through. */
export function unsearchedText({ turns }: Pick<Conversation, 'turns'>): string {
  const longer = unsearchedTurns(turns)
  if (longer.length === 0) return ''
  return `match looks at the first ${formatCount(SEARCHED_LENGTH)} characters of a turn; longer: ${named(longer)}.`
}

/** So many turns are named. */
const NAMED = 10

const named = (turns: readonly number[]): string =>
  turns.slice(0, NAMED).join(', ') + (turns.length > NAMED ? ' and later' : '')
