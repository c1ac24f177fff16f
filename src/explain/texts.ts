import type { Archive } from '../archive/archive.ts'
import { and, sql } from '../archive/engine/sql.ts'
import { readColumns } from '../archive/read/columns.ts'
import { IS_LIVE } from '../archive/read/count-calls.ts'
import { whereOf } from '../archive/select/select.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { CallSelection } from '../domain/filter.ts'
import { type Pieces, waitFor } from '../pieces.ts'
import { callsOf } from './compare/fact.ts'
import { type Example, newest } from './examples.ts'
import { modeWords } from './modes/mode-text.ts'
import { type ModeCall, type Modes, modesOf } from './modes/modes.ts'
import { NAME, type Side } from './read/read-groups.ts'
import { sampleOf } from './read/sampled.ts'
import type { Tally } from './read/tally.ts'
import { type PhrasePlace, Phrases, placeOfPhrase, turnsOf } from './words/phrases.ts'
import { type Word, wordsApart } from './words/words.ts'

export interface TextQuestion {
  /** Phrases of each speaker. */
  words: number
  hasModes: boolean
  /** Where modes of the period before are wanted: its calls. */
  before: CallSelection | null
}

export interface ExplainedWord extends Word {
  example: Example | null
  /** Where the example says it. */
  place: PhrasePlace | null
}

/** What the calls' own texts tell. */
export interface Texts {
  /** Calls of each group that were read. */
  read: [number, number]
  /** Of these, calls of more turns than that, which are left out. */
  tooLong: { calls: number; turns: number }
  words: ExplainedWord[]
  /** Words and phrases that were tested. */
  wordsTested: number
  modes: Modes | null
}

const SPEAKERS = ['user', 'agent'] as const

/** Words and modes: of all calls, or as many of each group as can be read (`MOST_CALLS_READ`), drawn at random. */
export function* textsApart(archive: Archive, tally: Tally, question: TextQuestion): Pieces<Texts> {
  const said = { user: new Phrases(), agent: new Phrases() }
  const kinds: ModeCall[] = []
  const read: [number, number] = [0, 0]
  let tooLong = 0
  const calls: number[] = []
  const groups: Side[] = question.words > 0 ? [0, 1] : question.hasModes ? [0] : []
  for (const side of groups) {
    for (const number of yield* sampleOf(tally.of(side), call => tally.names[call]!)) {
      const call = yield* archive.readConversation(tally.names[number]!)
      if (!call) continue
      read[side]++
      if (isTooLong(call)) {
        tooLong++
        continue
      }
      calls.push(number)
      for (const by of question.words > 0 ? SPEAKERS : []) said[by].add(number, side, turnsOf(call.turns, by))
      if (side === 0 && question.hasModes) kinds.push(kindOf(call))
      yield
    }
  }
  const { words, tested } = yield* wordsApart(said, calls, tally.sides, question.words)
  const modes = question.hasModes ? yield* modesOf(kinds, yield* earlierKinds(archive, question.before)) : null
  return {
    read,
    tooLong: { calls: tooLong, turns: MOST_TURNS },
    words: yield* withExamples(archive, words, tally),
    wordsTested: tested,
    modes,
  }
}

const kindOf = (call: Conversation): ModeCall => ({
  conversationId: call.id,
  title: call.title,
  words: modeWords(call),
})

/** Of longer calls the words of one would outweigh those of many. */
const MOST_TURNS = 500
const isTooLong = ({ turns }: Conversation): boolean => turns.length > MOST_TURNS

function* earlierKinds(archive: Archive, before: CallSelection | null): Pieces<ModeCall[] | null> {
  if (before === null) return null
  const where = and([whereOf(before.filter, before.window), sql`NOT ${IS_LIVE}`])
  const names = (yield* waitFor(archive.read(readColumns(where, [NAME])))).cells(NAME) as string[]
  const kinds: ModeCall[] = []
  for (const number of yield* sampleOf([...names.keys()], at => names[at]!)) {
    const call = yield* archive.readConversation(names[number]!)
    if (call && !isTooLong(call)) kinds.push(kindOf(call))
    yield
  }
  return kinds
}

/** The newest call of the first group in which each was said. */
function* withExamples(archive: Archive, words: readonly Word[], tally: Tally): Pieces<ExplainedWord[]> {
  const explained: ExplainedWord[] = []
  for (const word of words) {
    const own = callsOf(word.fact).filter(call => tally.sides[call] === 0)
    const conversationId = tally.names[newest(own, tally)!]!
    const call = yield* archive.readConversation(conversationId)
    const place = call && placeOfPhrase(turnsOf(call.turns, word.by), word.fact.value)
    explained.push({ ...word, example: { conversationId, turn: place?.turn.index ?? null, call }, place })
    yield
  }
  return explained
}
