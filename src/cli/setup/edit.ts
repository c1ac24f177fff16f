import { isDeepStrictEqual } from 'node:util'
import { applyEdits, modify, type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { ConfigurationError } from '../../errors.ts'
import type { Client } from './clients.ts'
import type { Entry, Input } from './entry.ts'

/* The text of a configuration file, in which one entry changes and all else stays as it was written, comments included. */

const OPTIONS = { allowTrailingComma: true, allowEmptyContent: true }

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What a file holds.
 * @throws ConfigurationError where it is not JSON, or not what the client keeps there
 */
export function readText(text: string, path: string, { title, root }: Client): Json {
  const errors: ParseError[] = []
  const content = parse(text.replace(/^\uFEFF/, ''), errors, OPTIONS) ?? {}
  if (errors.length > 0) {
    const { error, offset } = errors[0]!
    const line = text.slice(0, offset).split('\n').length
    const what = printParseErrorCode(error)
      .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
      .toLowerCase()
    throw untouched(`${path} is not valid JSON (line ${line}: ${what}).`)
  }
  const { inputs } = content
  const isKnown =
    isObject(content) && isObject(content[root] ?? {}) && (root !== 'servers' || Array.isArray(inputs ?? []))
  if (!isKnown) throw untouched(`${path} is not what ${title} keeps there: "${root}" must be an object.`)
  return content
}

const untouched = (why: string): ConfigurationError =>
  new ConfigurationError(
    `${why} Nothing was written. Mend the file and run this again, or add the entry above by hand.`,
  )

/** What should stand in the file once the entry is there. */
export function wanted(content: Json, { root }: Client, name: string, entry: Entry, input: Input | null): Json {
  const inputs = (content.inputs ?? []) as { id?: unknown }[]
  const isAsked = input === null || inputs.some(({ id }) => id === input.id)
  return {
    ...content,
    [root]: { ...(content[root] as Json | undefined), [name]: entry },
    ...(isAsked ? {} : { inputs: [input, ...inputs] }),
  }
}

/**
 * The text with the entry in it.
 * @throws ConfigurationError where a text is so odd (a name that stands there twice) that this cannot be done safely
 */
export function edited(text: string, path: string, client: Client, name: string, goal: Json): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  let after = text.slice(mark.length)
  const formattingOptions = styleOf(after)
  // In front of the others: behind the last one it would come between that and a comment on its line.
  const how = { formattingOptions, getInsertionIndex: () => 0 }
  const set = (where: (string | number)[], value: unknown, isArrayInsertion = false): void => {
    after = applyEdits(after, modify(after, where, value, { ...how, isArrayInsertion }))
  }
  const before = parse(after, [], OPTIONS) ?? {}
  if (!isDeepStrictEqual(before.inputs, goal.inputs)) {
    if (before.inputs === undefined) set(['inputs'], goal.inputs)
    else set(['inputs', 0], (goal.inputs as Input[])[0], true)
  }
  set([client.root, name], (goal[client.root] as Json)[name])
  if (!isDeepStrictEqual(parse(after, [], OPTIONS), goal)) {
    throw untouched(`${path} cannot be changed safely: does a name stand in it twice?`)
  }
  return mark + (text.trim() === '' ? `${after}${formattingOptions.eol}` : after)
}

/** Indents and ends of lines as the file has them. */
function styleOf(text: string) {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  '
  const insertSpaces = !indent.startsWith('\t')
  return { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol: text.includes('\r\n') ? '\r\n' : '\n' }
}
