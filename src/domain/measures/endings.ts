import type { Conversation } from '../conversation.ts'

export type EndingGroup =
  | 'agent ended'
  | 'caller ended'
  | 'transfer'
  | 'time limit'
  | 'inactivity'
  | 'error'
  | 'quota'
  | 'other'
  | 'unknown'

/**
 * The API gives the reason of an ending as free text. The first row that matches decides, so what is said most clearly
 * comes first: a quota is also an error, and "inactivity timeout" is neither an error nor the caller's doing.
 */
const BY_TEXT: readonly (readonly [EndingGroup, RegExp])[] = [
  // This request exceeds your quota limit.
  ['quota', /quota|credit (limit|balance)|(insufficient|not enough|out of) (credits?|funds|balance)|payment required/],
  // transfer_to_number tool was called.
  ['transfer', /transfer(?!.*(fail|error))/],
  // Conversation ended after 30 seconds of inactivity. · Call was idle for too long
  ['inactivity', /inactiv|\bidle\b|silence|no (user |caller )?(input|response from|speech|activity)/],
  // Conversation exceeded the maximum duration of 600 seconds.
  [
    'time limit',
    /max(imum)?[ _-]?(call |conversation )?(duration|length|time)|(duration|time) limit|exceeded.*duration/,
  ],
  // LLM response took too long · custom_llm generation failed · Missing required dynamic variables in first message: {…}
  [
    'error',
    /error|fail|exception|missing required|took too long|time(d)?[ -]?out|unavailable|invalid|internal|refused/,
  ],
  // end_call tool was called. · voicemail_detection tool was called.
  [
    'agent ended',
    /tool was called|end_call|(ended|hung up|closed) by (the )?(agent|assistant)|(agent|assistant) (ended|hung)/,
  ],
  // Client disconnected: 1000 · Call ended by remote party
  [
    'caller ended',
    /client (disconnected|ended|closed)|remote party|(caller|user|customer) (ended|hung|left|disconnected)/,
  ],
  [
    'caller ended',
    /(ended|hung up|closed|disconnected|terminated) by (the )?(caller|user|client|customer)|\bh[au]ng[ -]?up\b/,
  ],
]

/** What is read of a text, in characters: a reason is a sentence, and patterns take longer the longer a text is. */
const LONGEST = 1000

/**
 * How the call ended, from its free text, its error and what its transfer did:
 * 1. the API reports an error, or the status is `failed`: `quota` where the text says so, else `error`;
 * 2. a successful transfer to a number: `transfer`, whoever hung up afterwards;
 * 3. the first row of the table above that the text matches;
 * 4. a text that no row knows: `other`; no text: `unknown`.
 * Texts differ between versions and are not documented. "Client disconnected" also covers connections that were lost.
 */
export function endingGroupOf(call: Conversation, transferredToNumber: boolean): EndingGroup {
  const text = (call.ending.trim() || call.error?.reason || '').slice(0, LONGEST).toLowerCase()
  const group = BY_TEXT.find(([, pattern]) => pattern.test(text))?.[0]
  if (call.error !== null || call.status === 'failed') return group === 'quota' ? 'quota' : 'error'
  if (transferredToNumber) return 'transfer'
  return group ?? (text === '' ? 'unknown' : 'other')
}
