import type { Conversation } from '../../domain/conversation.ts'
import { plural } from '../../render/text.ts'

/** What of the call cannot be shown, as sentences; empty: nothing is lost. */
export function unreadText({ unread: { reason, lostTurns } }: Pick<Conversation, 'unread'>): string {
  const whole = reason !== null && `Only part of the call can be shown: ${reason}.`
  const turns = lostTurns.length > 0 && `${plural(lostTurns.length, 'turn')} could not be read: ${named(lostTurns)}.`
  return [whole, turns].filter(Boolean).join(' ')
}

/** So many turns are named. */
const NAMED = 10

const named = (turns: readonly number[]): string =>
  turns.slice(0, NAMED).join(', ') + (turns.length > NAMED ? ' and later' : '')
