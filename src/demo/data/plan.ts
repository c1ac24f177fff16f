import type { AgentKey } from './agents.ts'
import type { Hours } from './calendar.ts'
import { STORIES } from './stories.ts'

/** One chapter in the life of an agent. */
export interface Chapter {
  name: string
  agent: AgentKey
  version: number
  /** From and to, in days before the day of `now`; 0 = until now. */
  days: readonly [from: number, to: number]
  hours: Hours
  /** The caller waits long for every answer. */
  slowLine?: boolean
  /** Scenes, each with the number of calls that reach their goal / miss it / cannot be judged. */
  scenes: string
}

const FIRST_DAY = 59
const { brokenSinceDaysAgo } = STORIES.orders
const { secondVersionSinceDaysAgo, firstVersionUntilDaysAgo } = STORIES.clinic
const { growsSinceDaysAgo } = STORIES.energy

const ORDERS = { agent: 'orders', version: 1, hours: 'every day' } as const
const CLINIC = { agent: 'clinic', hours: 'office' } as const
const ENERGY = { agent: 'energy', version: 3, hours: 'office' } as const
const PARCELS = { agent: 'parcels', version: 4, days: [FIRST_DAY, 0] } as const

/** Nearly all calls, told as chapters; their numbers make the stories of `stories.ts`. */
export const PLAN: Chapter[] = [
  {
    ...ORDERS,
    name: 'orders while all is well',
    days: [FIRST_DAY, brokenSinceDaysAgo],
    scenes: `order status 22/4/0, lookup down 1/1/0, return goods 11/3/0, change address 8/2/0, product question 8/2/0,
      damaged item 3/1/0, order with the carrier 3/0/0, estado del pedido 4/1/0, wrong number 0/0/2, silence 0/0/1`,
  },
  {
    ...ORDERS,
    name: 'orders without lookup',
    days: [brokenSinceDaysAgo, 0],
    scenes: `order status 3/1/0, lookup down 2/13/0, return goods 3/1/0, change address 2/1/0, product question 3/0/0,
      damaged item 1/1/0, order with the carrier 1/0/0, estado del pedido 1/0/0, wrong number 0/0/1`,
  },
  {
    ...CLINIC,
    name: 'clinic, first version',
    version: 1,
    days: [FIRST_DAY, firstVersionUntilDaysAgo],
    scenes: `book a visit 14/9/0, move a visit 7/5/0, cancel a visit 5/2/0, is it serious 3/2/0, ask for prices 3/2/0,
      pedir cita 3/2/0, reminder 5/2/0, reminder voicemail 0/0/2, wrong number 0/0/1, silence 0/0/1`,
  },
  {
    ...CLINIC,
    name: 'clinic, second version',
    version: 2,
    days: [secondVersionSinceDaysAgo, 0],
    scenes: `book a visit 15/2/0, move a visit 7/1/0, cancel a visit 4/0/0, is it serious 3/1/0, ask for prices 3/1/0,
      pedir cita 3/0/0, reminder 4/1/0, reminder voicemail 0/0/2, wrong number 0/0/1`,
  },
  {
    ...ENERGY,
    name: 'energy before the letters',
    days: [FIRST_DAY, growsSinceDaysAgo],
    scenes: `why it went up 3/4/0, Abschlag gestiegen 2/2/0, acompte plus cher 1/1/0, meter reading 10/2/0,
      moving house 6/1/0, invoice copy 5/2/0, Zählerstand 5/0/0, déménagement 3/0/0, wrong number 0/0/1`,
  },
  {
    ...ENERGY,
    name: 'energy, first week of the letters',
    days: [growsSinceDaysAgo, growsSinceDaysAgo - 7],
    scenes: `why it went up 1/4/0, Abschlag gestiegen 1/2/0, acompte plus cher 0/1/0, meter reading 3/0/0,
      moving house 2/0/0, invoice copy 2/1/0, Zählerstand 1/0/0, déménagement 1/0/0`,
  },
  {
    ...ENERGY,
    name: 'energy, second week of the letters',
    days: [growsSinceDaysAgo - 7, growsSinceDaysAgo - 14],
    scenes: `why it went up 1/6/0, Abschlag gestiegen 0/4/0, acompte plus cher 0/2/0, meter reading 3/0/0,
      moving house 1/1/0, invoice copy 2/0/0, Zählerstand 1/0/0, déménagement 1/0/0`,
  },
  {
    ...ENERGY,
    name: 'energy, third week of the letters',
    days: [growsSinceDaysAgo - 14, 0],
    scenes: `why it went up 2/9/0, Abschlag gestiegen 1/5/0, acompte plus cher 0/3/0, meter reading 3/0/0,
      moving house 2/0/0, invoice copy 1/1/0, Zählerstand 1/0/0, déménagement 1/0/0`,
  },
  {
    ...PARCELS,
    name: 'parcels on slow mornings',
    hours: 'weekday mornings',
    slowLine: true,
    scenes: 'track a parcel 9/6/0, new delivery 7/4/0, pickup shop 4/2/0, lost parcel 2/3/0, 荷物の追跡 1/1/0',
  },
  {
    ...PARCELS,
    name: 'parcels at other times',
    hours: 'but weekday mornings',
    scenes: `track a parcel 17/3/0, new delivery 12/2/0, pickup shop 7/1/0, lost parcel 4/2/0, card photo 3/0/0,
      荷物の追跡 4/1/0, wrong number 0/0/1`,
  },
  {
    agent: 'depot',
    version: 2,
    hours: 'office',
    name: 'depot until it was retired',
    days: [FIRST_DAY, STORIES.depot.retiredDaysAgo],
    scenes: 'depot hours 8/2/0, depot parcel 3/5/0, silence 0/0/1',
  },
]
