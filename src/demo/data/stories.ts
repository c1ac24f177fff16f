/**
 * What there is to find in the sample calls. Every number here is true of the data: `plan.ts` follows it, and
 * `test/demo/stories.test.ts` measures it again. Days are UTC days before the day of `now`.
 */
export const STORIES = {
  /** The web shop's order system stops answering: lookup_order times out, and fewer callers are helped. */
  orders: { tool: 'lookup_order', brokenSinceDaysAgo: 9 },

  /** The clinic's second version books more appointments in shorter calls; both are live for some days. */
  clinic: { secondVersionSinceDaysAgo: 21, firstVersionUntilDaysAgo: 17 },

  /** Energy customers ask, in many words and three languages, why their monthly payment rose. Nobody can tell them. */
  energy: {
    growsSinceDaysAgo: 21,
    question:
      /advance payment|instal+ment|pay in advance|monthly (amount|payment)|Abschlag|monatlich|acompte|mensualit/i,
  },

  /** Parcel callers wait long for every answer on weekday mornings (local time), repeat themselves and get angry. */
  parcels: { timezone: 'Europe/London', slowFromHour: 7, slowToHour: 11 },

  /** The parcel company's former agent is archived; it could not track parcels, and its calls are still there. */
  depot: { retiredDaysAgo: 38 },
} as const
