import type { PhoneCall } from '../domain/conversation.ts'
import { isSomebody } from '../domain/somebody.ts'
import { directionOf, wordOf } from './readings.ts'
import type { ConversationBody } from './schema.ts'

/* Who is at the other end. */

/** Messages of WhatsApp and SMS have a number at the other end, too. */
export function toPhone({ metadata, direction }: ConversationBody): PhoneCall | null {
  const { phone_call: phone, whatsapp, sms } = metadata ?? {}
  const to = (given: string | null) => directionOf(given ?? direction)
  if (phone) {
    return {
      type: wordOf(phone.type),
      direction: to(phone.direction),
      agentNumber: phone.agent_number,
      externalNumber: phone.external_number,
      result: wordOf(phone.call_result),
    }
  }
  const agentNumber = sms?.agent_phone_number ?? null
  if (whatsapp) {
    const { recipient, whatsapp_user_id: user } = whatsapp
    const externalNumber = somebodyOf(user, recipient?.phone, recipient?.bsuid)
    return { type: 'whatsapp', direction: to(known(whatsapp.direction)), agentNumber, externalNumber, result: null }
  }
  const externalNumber = sms?.sms_user_phone_number ?? null
  return sms ? { type: 'sms', direction: to(known(sms.direction)), agentNumber, externalNumber, result: null } : null
}

/** The API's own word for a direction that it does not know. */
const known = (direction: string | null): string | null => (wordOf(direction) === 'unknown' ? null : direction)

/** The first that names somebody, of fields that say the same; else what stands there. */
export function somebodyOf(...fields: (string | null | undefined)[]): string | null {
  const given = fields.flatMap(field => prose(field) ?? [])
  return given.find(isSomebody) ?? given[0] ?? null
}

/** Titles and summaries often end in a line break, ids of customers in a blank. */
export const prose = (text: string | null | undefined): string | null => text?.trim() || null
