/** Whether everything is tried, as the long tests do, or a sample of it. */
export const ALL_RUNS = process.env.CONVERSATIONS_TEST_ALL === '1'

/**
 * How often a property is tried, given how often it is tried at night. Every run draws other values; where one fails, the
 * message has the seed and path that repeat it.
 */
export const runs = (all: number): number => (ALL_RUNS ? all : Math.max(3, Math.ceil(all / 16)))

/** So many of something, at night more. */
export const many = (few: number, all: number): number => (ALL_RUNS ? all : few)

/** Every n-th of the cases, the first among them; at night all. */
export const some = <T>(cases: readonly T[], n: number): T[] => cases.filter((_, at) => ALL_RUNS || at % n === 0)

/** Options of a test that `npm test` leaves to `npm run test:more`, which is a step of `.ci/run`. */
export const MORE = { tags: ['more'] }

/** Cases of which `npm test` tries the first, with the options of the tests of each part. */
export const firstOf = <T>(cases: readonly T[], first = 1): [options: object, part: T[]][] => [
  [{}, cases.slice(0, first)],
  [MORE, cases.slice(first)],
]
