import type { Json } from '../world.ts'
import type { AgentKey, SampleAgent, SampleVersion } from './agents.ts'
import { sampleId } from './random.ts'
import { DEMO_SECRET, toolNamed } from './tools.ts'

/** How an agent is set up. */
interface Setup {
  /** `[1]` before a line: of that version only; `[2+]`: from that version on. */
  prompt: string
  language: string
  /** By name: the version that brought it, and what it is for; `[1]` and `[2+]` as above. */
  tools: Record<string, string>
  /** Of a version: what differs from the usual settings. */
  settings?: Record<number, Settings>
}

interface Settings {
  temperature?: number
  turn_timeout?: number
  turn_eagerness?: string
}

const USUAL: Required<Settings> = { temperature: 0.3, turn_timeout: 8, turn_eagerness: 'normal' }

const SETUPS: Record<AgentKey, Setup> = {
  orders: {
    language: 'en',
    prompt: `# Role
      You are Robin, the voice of Fennick & Lowe, a shop for furniture and lamps.
      # Rules
      Look the order up before you say anything about it.
      Returns are free within 45 days; after that offer a repair.
      If a tool does not answer, say so and try once more.
      Never promise a date that the carrier has not confirmed.`,
    tools: {
      lookup_order: 'Finds an order with its items and its parcel.',
      create_return: 'Opens a return and sends the label.',
      update_order: 'Changes the address of an order that has not left.',
      refund_order: 'Refunds an order that came back.',
      send_invoice: 'Sends an invoice by e-mail.',
      search_products: 'Searches the catalogue.',
    },
  },
  clinic: {
    language: 'en',
    prompt: `# Role
      You are the receptionist of Tarnhill Clinic on the telephone.
      # Booking
      [1] Before you look for a time, ask for the full name, the spelling of the last name, the date of birth and the insurance, one by one.
      [1] Offer one time. If it does not suit, look again.
      [1] Repeat all details and have the caller confirm them.
      [2+] Ask for name and date of birth in one question, and for nothing else.
      [2+] Offer two times at once, in one sentence.
      # Limits
      Give no diagnosis and no advice on treatment. In an emergency, name the emergency service.
      Speak the language of the caller.`,
    tools: {
      find_slots: '[1] Finds the next free time of a doctor. [2+] Finds the two next free times of a doctor.',
      find_appointment: 'Finds an appointment by name.',
      book_slot: 'Books a time.',
      cancel_appointment: 'Cancels an appointment.',
      confirm_appointment: 'Notes that a patient will come.',
    },
    settings: { 1: { temperature: 0.5, turn_timeout: 10 }, 2: { turn_eagerness: 'eager' } },
  },
  energy: {
    language: 'de',
    prompt: `# Role
      You are the billing hotline of Alpenlumen and speak German, French and English.
      # Rules
      Ask for the customer number first.
      Explain an invoice line by line if the caller wants it.
      [2+] Take meter readings and repeat the number once.
      [3+] Register a move with the date, the old and the new address.
      Put callers through who ask for a person twice.`,
    tools: {
      get_account: 'Finds an account with its tariff and advance payment.',
      get_invoice: 'Reads the latest invoice.',
      submit_meter_reading: '[2+] Hands in a meter reading.',
      register_move: '[3+] Registers a move.',
      read_gateway_log: 'Reads the log of a smart meter.',
    },
  },
  parcels: {
    language: 'en',
    prompt: `# Role
      You track parcels for Quillmoor.
      # Rules
      Ask for the parcel number and read the last event aloud.
      [2+] Offer a new delivery if nobody was at home.
      [3+] Redirect a parcel to a shop if the caller wants it.
      [4+] In the app, open the live map instead of describing the way.
      [4+] Offer a safe place for parcels without a signature.`,
    tools: {
      track_parcel: 'Finds a parcel with its events.',
      book_redelivery: '[2+] Books a new delivery.',
      redirect_parcel: '[3+] Redirects a parcel to a shop.',
      open_search: 'Opens a search for a lost parcel.',
      open_shop_map: '[4+] Opens the map in the app of the caller.',
    },
  },
  depot: {
    language: 'en',
    prompt: `# Role
      You answer the depot line of Quillmoor.
      # Rules
      [1] Read opening hours and addresses. Track parcels if asked.
      [2+] Read opening hours and addresses, and nothing else.`,
    tools: { track_parcel: '[1] Finds a parcel with its events.' },
  },
}

/** The `conversation_config` of a version, as the API gives it. */
export function setupOf(agent: SampleAgent, { seq }: SampleVersion): Json {
  const { prompt, language, tools, settings = {} } = SETUPS[agent.key]
  const { temperature, turn_timeout, turn_eagerness } = { ...USUAL, ...settings[seq] }
  const described = Object.entries(tools).map(([name, description]) => [name, ofVersion(description, seq)] as const)
  return {
    agent: {
      first_message: agent.firstMessage,
      language,
      dynamic_variables: { dynamic_variable_placeholders: { secret__crm_token: `${DEMO_SECRET}crm` } },
      prompt: {
        prompt: prompt
          .split('\n')
          .map(line => ofVersion(line.trim(), seq))
          .filter(line => line !== '')
          .join('\n'),
        llm: agent.model,
        temperature,
        tools: described.flatMap(([name, description]) => (description === '' ? [] : [toolConfig(name, description)])),
        built_in_tools: { end_call: { type: 'system', name: 'end_call', description: '' } },
        knowledge_base: [{ type: 'file', name: 'Handbook', id: sampleId('doc', `${agent.key} handbook`).slice(4) }],
      },
    },
    asr: { quality: 'high', provider: 'scribe_realtime' },
    turn: { turn_timeout, turn_eagerness },
    tts: { model_id: 'eleven_flash_v2_5', voice_id: agent.voiceId, stability: 0.5, speed: 1 },
    conversation: { text_only: false, max_duration_seconds: 900 },
  }
}

/** The parts of a text that a version has. */
const ofVersion = (text: string, seq: number): string =>
  [...text.matchAll(/(?:\[(\d+)(\+?)\] )?([^[]+)/g)]
    .filter(([, from, on]) => from === undefined || (on ? seq >= Number(from) : seq === Number(from)))
    .map(([, , , part = '']) => part.trim())
    .join(' ')

function toolConfig(name: string, description: string): Json {
  const { type, method, url, params } = toolNamed(name)
  const properties = Object.fromEntries(Object.keys(params).map(param => [param, { type: 'string' }]))
  if (type !== 'webhook') return { type, name, description, parameters: { type: 'object', properties } }
  return {
    ...{ type, name, description, response_timeout_secs: 10 },
    api_schema: {
      url: `${url}?key=${DEMO_SECRET}hook`,
      method,
      request_headers: { Authorization: `Bearer ${DEMO_SECRET}${name}` },
      request_body_schema: { type: 'object', properties },
    },
  }
}
