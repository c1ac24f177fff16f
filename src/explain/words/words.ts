import { falseDiscoveryRates, logOddsZ, Z95 } from '../../domain/statistics.ts'
import type { Pieces } from '../../pieces.ts'
import { isFunctionWord } from '../../words/function-words.ts'
import { MOST_CHANCE_OF_WORDS } from '../compare/chance.ts'
import { type Fact, factsOf, LEAST_CALLS } from '../compare/fact.ts'
import { foldFacts } from '../compare/fold.ts'
import type { Attribute } from '../facts/attribute.ts'
import { countsOf, type Tallied } from '../read/tallied.ts'
import { BETWEEN, type Phrase, type Phrases } from './phrases.ts'

/** Who said it. */
export type Speaker = 'user' | 'agent'

/** A phrase that the first group says more. */
export interface Word {
  by: Speaker
  form: string
  /** Calls in which it was said, as a fact of the calls that were read. */
  fact: Fact
  /** How much more, see `logOddsZ`. */
  z: number
  q: number
}

/** The commonest of each speaker are looked at. */
const MOST_PHRASES = 3000
const A_PIECE = 200

/** Attributes that stand for words: where facts are read, nothing asks for them. */
const saidBy = (by: Speaker): Attribute => ({
  ...{ name: by === 'user' ? 'caller_says' : 'agent_says', definition: '', form: 'several', needsDetail: true },
  ...{ filters: [], source: { sql: null as never, isList: true }, read: () => null },
})
const SPEAKERS: Record<Speaker, Attribute> = { user: saidBy('user'), agent: saidBy('agent') }

/**
 * What is said in more calls of the first group, more than chance, the greatest log-odds first: at most so many of each
 * speaker. Calls are the units of the test, since whoever says a word says it again.
 * @param calls those that were read, ascending
 */
export function* wordsApart(
  said: Record<Speaker, Phrases>,
  calls: readonly number[],
  sides: Uint8Array,
  mostWords: number,
): Pieces<{ words: Word[]; tested: number }> {
  const known = new Uint8Array(sides.length)
  for (const call of calls) known[call] = 1
  const n1 = calls.filter(call => sides[call] === 0).length
  const all: Omit<Word, 'q'>[] = []
  for (const by of ['user', 'agent'] as const) {
    const common = yield* said[by].commonIn(LEAST_CALLS)
    const most = commonest(common)
    for (let from = 0; from < most.length; from += A_PIECE) {
      const part = most.slice(from, from + A_PIECE)
      const tallied: Tallied = {
        ...{ attribute: SPEAKERS[by], key: null, n: [n1, calls.length - n1], isTooWide: false, known: () => known },
        values: new Map(part.map(([stems, { calls: own }]) => [stems, countsOf(own, sides)])),
        callsOf: stems => common.get(stems)!.calls,
      }
      for (const fact of factsOf(tallied)) all.push(wordOf(fact, by, common, said[by].said))
      yield
    }
  }
  const rates = falseDiscoveryRates(all.map(({ fact }) => fact.p))
  const sure = all
    .map((word, at): Word => ({ ...word, q: rates[at]! }))
    .filter(({ fact, z, q }) => q <= MOST_CHANCE_OF_WORDS && fact.difference > 0 && z >= Z95)
    .sort((a, b) => b.z - a.z || (a.fact.value < b.fact.value ? -1 : 1))
  const words: Word[] = []
  for (const by of ['user', 'agent'] as const) {
    const own = new Map(sure.filter(word => word.by === by).map(word => [word.fact, word]))
    const rows = yield* foldFacts([...own.keys()].slice(0, MOST_FOLDED), sides, { most: mostWords })
    // Of words that are said together two tell more than one.
    const led = rows.map(({ fact, sameCalls }) => [fact, ...sameCalls].find(isPair) ?? fact)
    words.push(...led.map(fact => own.get(fact)!))
  }
  return { words, tested: all.length }
}

const MOST_FOLDED = 100

const isPair = ({ value }: Fact): boolean => value.includes(BETWEEN)

/** Of two words that are said together one has to tell something. */
const tells = ({ form }: Phrase): boolean => !form.split(BETWEEN).every(isFunctionWord)

const commonest = (common: ReadonlyMap<string, Phrase>): [string, Phrase][] =>
  [...common]
    .filter(([, phrase]) => tells(phrase))
    .sort(([a, { calls: first }], [b, { calls: second }]) => second.length - first.length || (a < b ? -1 : 1))
    .slice(0, MOST_PHRASES)

function wordOf(fact: Fact, by: Speaker, common: ReadonlyMap<string, Phrase>, said: Phrases['said']): Omit<Word, 'q'> {
  const { form, first, second, length } = common.get(fact.value)!
  const [ofFirst, ofSecond] = said[length]
  return { by, form, fact, z: logOddsZ([first, ofFirst], [second, ofSecond]) }
}
