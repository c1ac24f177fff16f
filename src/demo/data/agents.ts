import { sampleId } from './random.ts'
import { STORIES } from './stories.ts'

export type AgentKey = 'orders' | 'clinic' | 'energy' | 'parcels' | 'depot'

/** Where calls of an agent come from; repeated entries weigh more. */
export type Source = 'twilio' | 'sip_trunk' | 'widget' | 'js_sdk' | 'react_sdk' | 'swift_sdk' | 'android_sdk'

export interface SampleVersion {
  id: string
  seq: number
  description: string
  fromDaysAgo: number
  /** 0 = still live. */
  toDaysAgo: number
}

/** Work that takes no calls yet. */
export interface SampleBranch {
  id: string
  name: string
  description: string
}

export type Criterion = [id: string, name: string, prompt: string]
export type DataItem = [type: 'string' | 'integer' | 'number' | 'boolean', description: string]

export interface SampleAgent {
  key: AgentKey
  id: string
  branchId: string
  voiceId: string
  name: string
  /** Who saves its versions. */
  author: string
  archived: boolean
  timezone: string
  tags: string[]
  phone: string
  model: string
  sources: Source[]
  firstMessage: string
  versions: SampleVersion[]
  /** Beside the main one. */
  branches?: SampleBranch[]
  /** The first one is the goal of the call. */
  criteria: Criterion[]
  data: Record<string, DataItem>
}

const NO_TOOL_ERROR: Criterion = ['no_tool_error', 'No tool error', 'Every tool call came back without an error.']
const POLITE: Criterion = ['polite_and_clear', 'Polite and clear', 'The agent stayed polite and did not repeat itself.']
const REASON: DataItem = ['string', 'Why the caller got in touch, in a few words']

export const AGENTS: Record<AgentKey, SampleAgent> = {
  orders: agent('orders', {
    name: 'Fennick & Lowe Order Support',
    author: 'Noor Haddad',
    timezone: 'America/New_York',
    tags: ['shop', 'customer service'],
    phone: '+12125550110',
    model: 'gemini-2.5-flash',
    sources: ['twilio', 'twilio', 'widget', 'widget', 'react_sdk', 'android_sdk'],
    firstMessage: 'Fennick and Lowe, this is Robin speaking. How can I help you today?',
    versions: [version('orders', 1, 'Autumn range and new return rules', 75, 0)],
    branches: [
      {
        id: sampleId('agtbrch', 'orders holidays'),
        name: 'Holiday season',
        description: 'Opening hours and last days to order; not live yet',
      },
    ],
    criteria: [
      ['issue_resolved', 'Issue resolved', 'The caller got an answer or an action that settles the request.'],
      NO_TOOL_ERROR,
      POLITE,
    ],
    data: {
      contact_reason: REASON,
      order_number: ['string', 'Number of the order the caller speaks of'],
      order_value: ['number', 'Value of the order in dollars'],
      items: ['integer', 'How many items the order has'],
      refund_requested: ['boolean', 'Whether the caller asked for money back'],
    },
  }),
  clinic: agent('clinic', {
    name: 'Tarnhill Clinic Appointments',
    author: 'Ines Farkas',
    timezone: 'America/Chicago',
    tags: ['health', 'appointments'],
    phone: '+13125550120',
    model: 'claude-haiku-4-5',
    sources: ['twilio', 'twilio', 'twilio', 'widget', 'swift_sdk'],
    firstMessage: 'Tarnhill Clinic, good day. Would you like to book, move or cancel an appointment?',
    versions: [
      version('clinic', 1, 'First release', 90, STORIES.clinic.firstVersionUntilDaysAgo),
      version('clinic', 2, 'Offers two times at once, fewer questions', STORIES.clinic.secondVersionSinceDaysAgo, 0),
    ],
    criteria: [
      ['appointment_settled', 'Appointment settled', 'The appointment was settled as the caller asked.'],
      ['no_medical_advice', 'No medical advice', 'The agent gave no diagnosis and no advice on treatment.'],
      NO_TOOL_ERROR,
    ],
    data: {
      contact_reason: REASON,
      visit_type: ['string', 'Kind of visit'],
      appointment_day: ['string', 'Day of the appointment'],
      new_patient: ['boolean', 'Whether the caller has not been here before'],
      slots_offered: ['integer', 'How many times the agent offered'],
    },
  }),
  energy: agent('energy', {
    name: 'Alpenlumen Billing Hotline',
    author: 'Beat Zumthor',
    timezone: 'Europe/Zurich',
    tags: ['utility', 'billing'],
    phone: '+16175550130',
    model: 'qwen35-397b-a17b',
    sources: ['sip_trunk', 'sip_trunk', 'sip_trunk', 'sip_trunk', 'sip_trunk', 'js_sdk', 'widget'],
    firstMessage: 'Alpenlumen, grüezi, bonjour and hello. You can speak English, German or French. How can I help?',
    versions: [
      version('energy', 1, 'Invoices only', 160, 110),
      version('energy', 2, 'Takes meter readings', 110, 70),
      version('energy', 3, 'Meter readings and moving house', 70, 0),
    ],
    criteria: [
      ['question_answered', 'Question answered', 'The caller got an answer to the question.'],
      ['caller_identified', 'Caller identified', 'The agent asked for the customer number first.'],
      ['no_handoff', 'Handled without a person', 'The call was not put through to a person.'],
      POLITE,
    ],
    data: {
      contact_reason: REASON,
      account_number: ['string', 'Customer number'],
      monthly_amount: ['number', 'Advance payment a month, in francs'],
      meter_reading: ['integer', 'Meter reading in kilowatt hours'],
      transfer_wanted: ['boolean', 'Whether the caller asked for a person'],
    },
  }),
  parcels: agent('parcels', {
    name: 'Quillmoor Parcel Tracking',
    author: 'Callum Reyes',
    timezone: STORIES.parcels.timezone,
    tags: ['delivery'],
    phone: '+14155550140',
    model: 'gpt-4o-mini',
    sources: ['twilio', 'twilio', 'js_sdk', 'android_sdk', 'widget'],
    firstMessage: 'Hello, this is Quillmoor parcel tracking. What can I do for you?',
    versions: [
      version('parcels', 1, 'Tracking', 210, 170),
      version('parcels', 2, 'Books new deliveries', 170, 120),
      version('parcels', 3, 'Parcel shops', 120, 65),
      version('parcels', 4, 'Live map and safe places', 65, 0),
    ],
    criteria: [
      ['parcel_answer', 'Parcel answer given', 'The parcel was found, or its delivery changed as asked.'],
      POLITE,
      NO_TOOL_ERROR,
    ],
    data: {
      contact_reason: REASON,
      parcel_number: ['string', 'Number of the parcel'],
      delivery_attempts: ['integer', 'Attempts to deliver so far'],
      parcel_weight_kg: ['number', 'Weight in kilograms'],
      redelivery_booked: ['boolean', 'Whether a new delivery was arranged'],
    },
  }),
  depot: agent('depot', {
    name: 'Quillmoor Depot Line (old)',
    author: 'Callum Reyes',
    archived: true,
    timezone: 'Europe/London',
    tags: ['delivery', 'retired'],
    phone: '+14155550141',
    model: 'gemini-2.0-flash',
    sources: ['twilio', 'widget'],
    firstMessage: 'Quillmoor depot line. Ask me about opening hours and addresses.',
    versions: [
      version('depot', 1, 'Hours, addresses and parcels', 260, 200),
      version('depot', 2, 'Opening hours only', 200, STORIES.depot.retiredDaysAgo),
    ],
    criteria: [['caller_helped', 'Caller helped', 'The caller learned what they wanted to know.'], POLITE],
    data: { contact_reason: REASON, depot: ['string', 'Depot the caller asked about'] },
  }),
}

type Described = Omit<SampleAgent, 'key' | 'id' | 'branchId' | 'voiceId' | 'archived'> & { archived?: boolean }

function agent(key: AgentKey, described: Described): SampleAgent {
  return {
    key,
    id: sampleId('agent', key),
    branchId: sampleId('agtbrch', key),
    voiceId: sampleId('voice', key).slice(-20),
    archived: false,
    ...described,
  }
}

function version(key: AgentKey, seq: number, description: string, from: number, to: number): SampleVersion {
  return { id: sampleId('agtvrsn', `${key} ${seq}`), seq, description, fromDaysAgo: from, toDaysAgo: to }
}
