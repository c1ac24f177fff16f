import type { Json, WorkspaceExtras } from '../world.ts'
import { AGENTS, type AgentKey } from './agents.ts'
import type { Call } from './call.ts'
import { sampleId } from './random.ts'

interface SampleTopic {
  label: string
  description: string
  /** Calls of these scenes belong to it. */
  scenes: string[]
  /** The label of a broader topic, to which they belong as well. */
  under: string | undefined
}

const topic = (label: string, description: string, scenes: string[] = [], under?: string): SampleTopic => ({
  label,
  description,
  scenes,
  under,
})

const NOTHING = topic('No request', 'Wrong numbers, and callers who do not speak', ['wrong number', 'silence'])

const TOPICS: Record<AgentKey, SampleTopic[]> = {
  orders: [
    topic('Orders', 'Orders that are under way'),
    topic(
      'Order status',
      'Where an order is and when it comes',
      ['order status', 'lookup down', 'order with the carrier', 'estado del pedido'],
      'Orders',
    ),
    topic('Change of address', 'Another address for an order', ['change address'], 'Orders'),
    topic('System down', 'The order system does not answer during the call', ['lookup down']),
    topic('Refunds', 'Goods sent back, and money for them', ['return goods']),
    topic('Damaged goods', 'Goods that arrived broken', ['damaged item'], 'Refunds'),
    topic('Product questions', 'What a product is like, before it is bought', ['product question']),
    topic('Misuse', 'Attempts to make the agent do something else', ['misuse']),
    NOTHING,
  ],
  clinic: [
    topic('Appointments', 'Appointments made and changed'),
    topic('Booking', 'A new appointment', ['book a visit', 'pedir cita'], 'Appointments'),
    topic('Rescheduling', 'Another time for an appointment', ['move a visit'], 'Appointments'),
    topic('Cancellation', 'An appointment that is not needed any more', ['cancel a visit'], 'Appointments'),
    topic('Symptoms', 'Pain, and questions on medicine', ['is it serious']),
    topic('Prices', 'What a visit costs', ['ask for prices']),
    topic('Reminders', 'Calls that remind of an appointment', ['reminder', 'reminder voicemail']),
    NOTHING,
  ],
  energy: [
    topic('Bills', 'What is to be paid'),
    topic(
      'Higher monthly payment',
      'Why the monthly payment went up',
      ['why it went up', 'Abschlag gestiegen', 'acompte plus cher'],
      'Bills',
    ),
    topic('Invoice copies', 'An invoice sent once more', ['invoice copy'], 'Bills'),
    topic('Meter readings', 'A reading of the meter handed in', ['meter reading', 'Zählerstand']),
    topic('Moving house', 'A contract that ends or moves to another address', ['moving house', 'déménagement']),
    topic('Technical support', 'Devices that do not work', ['pair a gateway']),
    NOTHING,
  ],
  parcels: [
    topic('Tracking', 'Where a parcel is', ['track a parcel', '荷物の追跡']),
    topic('Lost parcels', 'Parcels that cannot be found', ['lost parcel'], 'Tracking'),
    topic('Delivery changes', 'Another day or place of delivery'),
    topic('New delivery', 'A second attempt to deliver', ['new delivery', 'card photo'], 'Delivery changes'),
    topic('Pickup shops', 'A parcel brought to a shop', ['pickup shop'], 'Delivery changes'),
    NOTHING,
  ],
  depot: [
    topic('Opening hours', 'When a depot is open', ['depot hours']),
    topic('Tracking', 'Where a parcel is', ['depot parcel']),
    NOTHING,
  ],
}

const topicId = (agent: AgentKey, label: string) => sampleId('topic', `${agent} ${label}`)

/** The topics of all agents; which calls belong to them stands in `topicMemberships`. */
export function topicCatalogue(): Json[] {
  return Object.values(AGENTS).flatMap(({ key, id }) =>
    TOPICS[key].map(({ label, description, under }) => ({
      topic_id: topicId(key, label),
      agent_id: id,
      label,
      description,
      parent_topic_id: under === undefined ? null : topicId(key, under),
    })),
  )
}

/** The topics of each call, by its id. Where nothing was said there is nothing to find a topic in. */
export function topicMemberships(calls: Call[]): WorkspaceExtras {
  return Object.fromEntries(
    calls.filter(({ lines }) => lines.length > 0).map(call => [call.id, { topic_ids: topicsOf(call) }]),
  )
}

function topicsOf({ agent: { key }, scene }: Call): string[] {
  const own = TOPICS[key].filter(({ scenes }) => scenes.includes(scene))
  const labels = new Set(own.flatMap(({ label, under }) => (under === undefined ? label : [under, label])))
  return [...labels].map(label => topicId(key, label))
}
