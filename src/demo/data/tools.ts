import type { Json } from '../world.ts'
import { between, chance, digits, pick, type Random, whole } from './random.ts'
import type { Slots } from './slots.ts'

/** Every webhook of the sample agents sends a key that begins like this; it must never reach a reader. */
export const DEMO_SECRET = 'sk-demo-SECRET-'

export type Answer = 'ok' | 'not_found' | 'timeout' | 'error' | 'thrown'

export interface Tool {
  type: 'webhook' | 'client' | 'mcp'
  method: 'GET' | 'POST'
  url: string
  /** Parameter names and the slots they are taken from. */
  params: Record<string, string>
  answer(slots: Slots, random: Random): Json
}

const SHOP = 'https://api.fennick-lowe.example/v2'
const ENERGY = 'https://crm.alpenlumen.example/api'
const PARCELS = 'https://hub.quillmoor.example/v1'

const TOOLS: Record<string, Tool> = {
  lookup_order: webhook('GET', `${SHOP}/orders`, { order_id: 'order' }, order),
  create_return: webhook('POST', `${SHOP}/returns`, { order_id: 'order' }, (_, random) => ({
    return_id: `R-${digits(random, 6)}`,
    label: 'sent',
  })),
  update_order: webhook('POST', `${SHOP}/orders`, { order_id: 'order', street: 'street' }, () => ({ updated: true })),
  refund_order: webhook('POST', `${SHOP}/refunds`, { order_id: 'order', amount: 'price' }, () => ({ refunded: true })),
  send_invoice: webhook('POST', `${SHOP}/invoices/send`, { email: 'email' }, () => ({ sent: true })),
  search_products: webhook('GET', `${SHOP}/products`, { query: 'product' }, products),

  find_slots: calendar({ doctor: 'doctor', visit: 'visit' }, slots => ({
    slots: [
      { doctor: slots.doctor, date: slots.day_iso, time: slots.time },
      { doctor: slots.doctor, date: slots.day2_iso, time: slots.time2 },
    ],
  })),
  find_appointment: calendar({ name: 'name' }, ({ visit, doctor }) => ({ found: true, visit, doctor })),
  book_slot: calendar({ name: 'name', date: 'day_iso', time: 'time' }, (_, random) => ({
    booked: true,
    reference: `A${digits(random, 5)}`,
  })),
  cancel_appointment: calendar({ name: 'name' }, () => ({ cancelled: true })),
  confirm_appointment: calendar({ name: 'name', date: 'day_iso' }, () => ({ confirmed: true })),

  get_account: webhook('GET', `${ENERGY}/accounts`, { customer: 'account' }, slots => ({
    customer: slots.account,
    name: slots.name,
    tariff: 'Tal Basis',
    advance_payment: { amount: Number(slots.new_rate), previous: Number(slots.old_rate), currency: 'CHF' },
  })),
  get_invoice: webhook('GET', `${ENERGY}/invoices/latest`, { customer: 'account' }, invoice),
  submit_meter_reading: webhook('POST', `${ENERGY}/readings`, { customer: 'account', kwh: 'meter' }, () => ({
    ok: true,
  })),
  register_move: webhook('POST', `${ENERGY}/moves`, { customer: 'account', address: 'street' }, () => ({ ok: true })),
  read_gateway_log: webhook('GET', `${ENERGY}/gateways/log`, { customer: 'account', lines: 'count' }, gatewayLog),

  track_parcel: webhook('GET', `${PARCELS}/parcels`, { parcel: 'parcel' }, tracking),
  book_redelivery: webhook('POST', `${PARCELS}/redeliveries`, { parcel: 'parcel', date: 'day_iso' }, () => ({
    booked: true,
  })),
  redirect_parcel: webhook('POST', `${PARCELS}/redirects`, { parcel: 'parcel', shop: 'shop' }, () => ({
    redirected: true,
  })),
  open_search: webhook('POST', `${PARCELS}/searches`, { parcel: 'parcel' }, (_, random) => ({
    case: digits(random, 7),
  })),
  open_shop_map: {
    type: 'client',
    method: 'GET',
    url: '',
    params: { near: 'street' },
    answer: ({ shop }) => ({ opened: shop }),
  },
}

export function toolNamed(name: string): Tool {
  const tool = TOOLS[name]
  if (!tool) throw new Error(`The sample agents have no tool ${name}`)
  return tool
}

function webhook(method: Tool['method'], url: string, params: Tool['params'], answer: Tool['answer']): Tool {
  return { type: 'webhook', method, url, params, answer }
}

function calendar(params: Tool['params'], answer: Tool['answer']): Tool {
  return { type: 'mcp', method: 'POST', url: '', params, answer }
}

function order(slots: Slots): Json {
  return {
    found: true,
    order_id: slots.order,
    customer: { name: slots.name, email: slots.email },
    total: Number(slots.price),
    items: [{ title: slots.product, quantity: 1 }],
    shipment: { carrier: 'Quillmoor', parcel: slots.parcel, planned: slots.day_iso },
  }
}

/** Two to four kilobytes, as search results tend to be. */
function products(slots: Slots, random: Random): Json {
  const results = Array.from({ length: whole(random, 9, 14) }, (_, index) => ({
    sku: `FL-${digits(random, 6)}`,
    title: `${slots.product} ${pick(random, ['walnut', 'slate grey', 'linen', 'sage'])}`,
    price: { amount: Number(slots.price) + index, currency: 'USD' },
    stock: whole(random, 0, 40),
    description: 'Made to last, with replaceable parts and a finish that takes daily use. Ships within three days.',
    rating: Math.round(between(random, 36, 50)) / 10,
  }))
  return { query: slots.product, total: results.length, results }
}

function invoice(slots: Slots, random: Random): Json {
  const lines = Array.from({ length: 12 }, (_, month) => ({
    month: month + 1,
    kwh: whole(random, 160, 420),
    energy_chf: Number(slots.old_rate) - whole(random, 10, 30),
    grid_fee_chf: whole(random, 20, 45),
    taxes_and_levies_chf: whole(random, 4, 9),
    note: chance(random, 0.2) ? 'Reading estimated from the year before' : 'Reading sent by the customer',
  }))
  return { invoice: `INV-${digits(random, 8)}`, customer: slots.account, lines, sent_to: slots.email }
}

function tracking(slots: Slots, random: Random): Json {
  const events = Array.from({ length: whole(random, 4, 22) }, (_, index) => ({
    seq: index + 1,
    place: pick(random, [slots.place, 'central hub', 'sorting centre West', 'customs']),
    text: pick(random, [
      'Scanned on arrival',
      'Loaded onto a truck',
      'Waiting for onward transport',
      'Sorted by machine',
    ]),
    hours_before_call: 96 - index * 4,
  }))
  return { parcel: slots.parcel, weight_kg: Number(slots.weight), planned: slots.day_iso, events }
}

function gatewayLog(_: Slots, random: Random): Json {
  return {
    state: pick(random, ['searching', 'handshake', 'rejected', 'searching']),
    signal_dbm: -whole(random, 58, 91),
    last_error: pick(random, ['E-17 no answer', 'E-22 wrong pairing window', 'E-31 clock skew', null]),
    uptime_secs: whole(random, 4, 900),
  }
}
