import type { Conversation } from '../conversation.ts'
import { READ_OF_ENDING } from './limits.ts'

export type EndingGroup =
  | 'agent ended'
  | 'caller ended'
  | 'transfer'
  | 'time limit'
  | 'inactivity'
  | 'guardrail stop'
  | 'connection lost'
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
  [
    'quota',
    /quota|credit (limit|balance)|(insufficient|not enough|out of|no) (credits?|funds|balance)|payment required/,
  ],
  // Conversation ended by guardrail: … · Content guardrail violation; but a guardrail that broke is an error.
  [
    'guardrail stop',
    /guard[ -]?rail(?!.*(fail|error|took too long|time(d)?[ -]?out|unavailable))|(content|safety|moderation|usage) (policy|filter)|policy violation|(flagged|blocked|stopped) (by|for) (content |safety )?(moderation|policy|filter)/,
  ],
  // transfer_to_number tool was called.
  ['transfer', /transfer(?!.*(fail|error))/],
  // Conversation ended after 30 seconds of inactivity. · Call was idle for too long
  ['inactivity', /inactiv|\bidle\b|silence|no (user |caller )?(input|response from|speech|activity)/],
  // Conversation exceeded the maximum duration of 600 seconds.
  [
    'time limit',
    /max(imum)?[ _-]?(call |conversation )?(duration|length|time)|(duration|time) limit|exceeded.*duration/,
  ],
  // Client disconnected: 1006. Browsers close with 1000, 1001 or no code (1005), programs also with codes of their own.
  ['connection lost', /disconnect\w*\W+(code\W+)?1(?!00[015]\b)\d{3}\b/],
  // WebSocket closed with code 1006
  ['connection lost', /(socket|connection)\b.{0,20}\bclos.{0,20}\b10(0[2-46-9]|1[0-5])\b(?! ?s)|^10(06|11)$/],
  // Connection lost · WebSocket closed abnormally · network error · RTP timeout
  [
    'connection lost',
    /(connection|network|socket|link|signal|stream)\b.{0,20}\b(lost|dropped|reset|broken|interrupted|aborted|abnormal(ly)?|unexpected(ly)?|error|failure|timed? ?out|timeout)|(lost|dropped|broken|abnormal|unexpected) (the )?(\w+ )?(connection|network|disconnect\w*|closure|close)|(disconnected|closed|dropped) (abnormal|unexpected)ly|(rtp|media|ice|heartbeat|keep-?alive|ping)\b.{0,10}\b(timed? ?out|timeout|failed|failure|lost)|((peer|ice|webrtc|web ?socket) connection|ice\b.{0,20}) failed|network (issue|problem|outage)|(lost|no) signal|\b(call|carrier) (was )?dropped\b|dropped (the )?call/,
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

/** What a call that failed can have ended by; anything else that its text says is an error all the same. */
const OF_FAILED: readonly EndingGroup[] = ['quota', 'guardrail stop', 'connection lost']

/**
 * How the call ended, from its free text, its error and what its transfer did:
 * 1. the API reports an error, or the status is `failed`: `quota`, `guardrail stop` or `connection lost` where the texts say
 *    so, `guardrail stop` also where they say nothing and one fired at the last turn, else `error`;
 * 2. a successful transfer to a number: `transfer`, whoever hung up afterwards;
 * 3. the first row of the table above that the text matches;
 * 4. a text that no row knows: `other`; no text: `unknown`.
 * Texts differ between versions and are not documented. "Client disconnected" without a code also covers connections
 * that were lost.
 */
export function endingGroupOf(call: Conversation, transferredToNumber: boolean): EndingGroup {
  const texts = [call.ending, call.error?.reason ?? ''].map(textOf).filter(text => text !== '')
  const groups = texts.map(groupOf)
  if (call.error !== null || call.status === 'failed') {
    const told = groups.find(group => group !== undefined && OF_FAILED.includes(group))
    return told ?? (texts.length === 0 && firedLast(call) ? 'guardrail stop' : 'error')
  }
  if (transferredToNumber) return 'transfer'
  return groups[0] ?? (texts.length === 0 ? 'unknown' : 'other')
}

const textOf = (text: string): string => text.trim().slice(0, READ_OF_ENDING).toLowerCase()

const groupOf = (text: string): EndingGroup | undefined => BY_TEXT.find(([, pattern]) => pattern.test(text))?.[0]

const firedLast = ({ turns }: Conversation): boolean => (turns.at(-1)?.guardrails.length ?? 0) > 0
