import type { Conversation } from '../../domain/conversation.ts'
import { toolUsesOf } from '../../domain/measures/tools.ts'
import { analyse, type Token } from '../../words/analyse.ts'
import { isWhole, turnsOf } from '../words/phrases.ts'

/** Of each text the first characters. */
const MOST_CHARACTERS = 2000
/** What a caller says last. */
const LAST_TURNS = 2

/**
 * What tells how a call went wrong: title and summary, why criteria failed, what tools answered when they failed, and the
 * caller's last sentences. Words with digits (numbers, ids, times) are each call's own and left out, so that two errors
 * of one kind are one.
 */
export function modeWords(call: Conversation): Token[] {
  const rationales = call.criteria.filter(({ result }) => result === 'failure').map(({ rationale }) => rationale)
  const errors = toolUsesOf(call)
    .filter(({ errored, blocked }) => errored || blocked)
    .map(({ name, result }) => `${name.replaceAll('_', ' ')} ${result?.resultText ?? ''}`)
  const last = turnsOf(call.turns, 'user').slice(-LAST_TURNS)
  const texts = [call.title, call.summary, ...rationales, ...errors, ...last.map(({ message }) => message)]
  return texts.flatMap(text => {
    const some = (text ?? '').slice(0, MOST_CHARACTERS)
    return analyse(some).filter(token => !/\p{N}/u.test(token.form) && isWhole(some, token))
  })
}
