import type { Conversation, Turn } from '../../domain/conversation.ts'
import { SEARCHED_LENGTH } from '../../domain/searched.ts'
import { atOnce, type Pieces } from '../../pieces.ts'
import { analyse, formsInPieces, type Token } from '../../words/analyse.ts'
import { withoutVoiceTags } from '../../words/voice-tags.ts'

/* The texts of a call that are searched, and the place of each of their words in the original. */

/** `position` counts the tool calls or results of the turn, the criteria or data fields of the call; 0 for other texts. */
export interface Place {
  field: 'message' | 'tool_name' | 'arguments' | 'result' | 'title' | 'summary' | 'criterion' | 'data' | 'comment'
  position: number
  /** The name of a tool or a name in JSON, which nobody said. */
  isName: boolean
}

export interface PlacedToken extends Token, Place {}

/** A text to be analysed. */
interface Text extends Place {
  /** Of the same length as the original, so that places in it are places there. */
  text: string
  isJson: boolean
}

/** What was said, and what tools were asked and answered. */
export interface TurnWords<T> {
  said: T[]
  tool: T[]
}

/** Texts of tools that are analysed in one go. */
const MANY = 1000

/** The words, folded. */
export function* formsOfTurn(turn: Turn): Pieces<TurnWords<string>> {
  const said: string[] = []
  yield* formsInPieces(saidIn(turn).text, said)
  const tool: string[] = []
  let count = 0
  for (const { text } of toolTextsOf(turn)) {
    if (++count % MANY === 0) yield
    yield* formsInPieces(text, tool)
  }
  return { said, tool }
}

/** The same words, each with its place in the texts of the turn. */
export const placedWordsOfTurn = (turn: Turn): TurnWords<PlacedToken> => ({
  said: placed(saidIn(turn)),
  tool: [...toolTextsOf(turn)].flatMap(placed),
})

export function formsOfText(text: string | null): string[] {
  const forms: string[] = []
  atOnce(formsInPieces((text ?? '').slice(0, SEARCHED_LENGTH), forms))
  return forms
}

export const placedWordsOfHeadline = ({ title, summary }: Pick<Conversation, 'title' | 'summary'>): PlacedToken[][] => [
  placed(asItIs((title ?? '').slice(0, SEARCHED_LENGTH), 'title')),
  placed(asItIs((summary ?? '').slice(0, SEARCHED_LENGTH), 'summary')),
]

/** What was written of a call beside its title and summary. */
export type Evaluation = Pick<Conversation, 'criteria' | 'collected' | 'feedback'>

export const formsOfEvaluation = (call: Evaluation): string[] =>
  [...evaluationTextsOf(call)].flatMap(({ text }) => formsOfText(text))

export const placedWordsOfEvaluation = (call: Evaluation): PlacedToken[] => [...evaluationTextsOf(call)].flatMap(placed)

/** Rationales of criteria and of collected data, and the caller's comment, as far as they are searched. */
function* evaluationTextsOf({ criteria, collected, feedback }: Evaluation): Generator<Text> {
  let left = SEARCHED_LENGTH
  const texts = [
    asItIs(feedback?.comment ?? '', 'comment'),
    ...criteria.map(({ rationale }, position) => asItIs(rationale ?? '', 'criterion', position)),
    ...collected.map(({ rationale }, position) => asItIs(rationale ?? '', 'data', position)),
  ]
  for (const one of texts) {
    const text = one.text.slice(0, left)
    left -= text.length
    if (text !== '') yield { ...one, text }
  }
}

function placed({ text, isJson, field, position, isName }: Text): PlacedToken[] {
  const isNameAt = isJson ? namesIn(text) : () => isName
  // Spelled out: a long call has tens of thousands.
  return analyse(text).map(({ form, stem, start, end }) => {
    const isNameHere = isNameAt(start)
    return { form, stem, start, end, field, position, isName: isNameHere }
  })
}

const asItIs = (text: string, field: Place['field'], position = 0, isName = false): Text => ({
  text,
  field,
  position,
  isName,
  isJson: false,
})

const saidIn = (turn: Turn): Text => asItIs(withoutVoiceTags(turn.message.slice(0, SEARCHED_LENGTH)), 'message')

/** Until they have as many characters as are searched. */
function* toolTextsOf({ toolCalls, toolResults }: Turn): Generator<Text> {
  let left = SEARCHED_LENGTH
  const within = (one: Text): Text => {
    const text = one.text.slice(0, left)
    left -= text.length
    return { ...one, text }
  }
  for (const [position, { name, argumentsText }] of toolCalls.entries()) {
    if (left === 0) return
    yield within(asItIs(name, 'tool_name', position, true))
    yield within(dataOf(argumentsText, 'arguments', position))
  }
  for (const [position, { resultText }] of toolResults.entries()) {
    if (left === 0) return
    yield within(dataOf(resultText, 'result', position))
  }
}

/** JSON without its syntax: in `"caf\u00e9\n"` nobody would find the word. Other text as it is. */
function dataOf(text: string, field: Place['field'], position: number): Text {
  const isJson = /^\s*[[{"]/.test(text) && isParsable(text)
  return { ...asItIs(isJson ? plainJson(text) : text, field, position), isJson }
}

function isParsable(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const ESCAPE = /\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\./g
/** Belongs to the word that it stands in, and is no part of it. */
const NOTHING = '\u200b'
/** Outside of strings: what is no word, and what would make one number of two. */
const SYNTAX = /,|null/g

/** The same, as long, with escapes resolved and without nulls and commas between values. */
function plainJson(json: string): string {
  const resolved = json.includes('\\') ? json.replace(ESCAPE, resolve) : json
  if (!/\d,\d|null/.test(resolved)) return resolved
  return resolved
    .split('"')
    .map((part, at) => (at % 2 === 0 ? part.replace(SYNTAX, syntax => ' '.repeat(syntax.length)) : part))
    .join('"')
}

/** All but letters become blanks, quotes and line breaks among them. */
function resolve(sequence: string): string {
  const value = sequence.startsWith('\\u') ? (JSON.parse(`"${sequence}"`) as string) : ''
  return /^[\p{L}\p{N}\p{M}\p{S}]$/u.test(value) ? value.padEnd(sequence.length, NOTHING) : ' '.repeat(sequence.length)
}

/** Whether a word of such a text stands in the name of a value. To be asked in the order of the text. */
function namesIn(json: string): (start: number) => boolean {
  const parts = json.split('"')
  let [at, end] = [0, parts[0]!.length]
  return start => {
    while (start > end) {
      at++
      end += 1 + parts[at]!.length
    }
    return at % 2 === 1 && /^\s*:/.test(parts[at + 1] ?? '')
  }
}
