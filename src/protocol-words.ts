import { type JSONRPCMessage, ProtocolErrorCode, specTypeSchemas } from '@modelcontextprotocol/server'

/* What the protocol's library finds wrong, as sentences: it says so in the JSON of a schema library. */

interface Issue {
  path?: readonly unknown[]
  message?: string
}

const OF_PROMPT = (_: string, before: string, name: string): string => `${before && '; '}${name} `

/** Sentences in place of the JSON in a message; any other message as it is. */
export function inWords(message: string): string {
  const [, prompt, problems] = /^Invalid arguments for prompt (\w+): (.*)$/s.exec(message) ?? []
  if (problems !== undefined) return `Prompt ${prompt}: ${problems.replace(/(^|, )(\w+): (?=is )/g, OF_PROMPT)}.`
  const start = message.search(/\[\s*\{/)
  if (start === -1) return message
  try {
    const issues: unknown = JSON.parse(message.slice(start, message.lastIndexOf(']') + 1))
    if (!Array.isArray(issues) || !issues.every(isIssue)) return message
    const before = message.slice(0, start)
    return `${before === '' ? 'Invalid request: ' : before}${wordsOf(issues)}.`
  } catch {
    return message
  }
}

/** An error with sentences for its message: the library calls its own findings an error of the server. */
export function reworded<M extends JSONRPCMessage>(answer: M): M {
  if (!('error' in answer)) return answer
  const { error } = answer
  const words = inWords(error.message)
  const code = words === error.message ? error.code : ProtocolErrorCode.InvalidParams
  const message = words.replace(/^(Tool|Prompt|Resource template|Resource not found:) (.*?)( not found)?$/s, named)
  return { ...answer, error: { ...error, code, message } }
}

/** What was asked for by a name that is none stands there on one line, and not for long. */
const named = (_: string, what: string, name: string, end = ''): string =>
  `${what} ${name.replace(/[\s\p{C}]+/gu, ' ').slice(0, MOST_NAMED)}${end}`

const MOST_NAMED = 200

const PREFIX = 'io.modelcontextprotocol/'
const IN_ENVELOPE: Record<string, string> = { capabilities: 'clientCapabilities', level: 'logLevel' }

/** What is wrong about the `_meta` of a request of 2026, of which the library does not say where; else ''. */
export function envelopeInWords(meta: unknown): string {
  const given = (meta ?? {}) as Record<string, unknown>
  const [protocolVersion, capabilities, clientInfo, level] = [
    ...['protocolVersion', 'clientCapabilities', 'clientInfo', 'logLevel'].map(name => given[PREFIX + name]),
  ]
  const { InitializeRequestParams: opening, SetLevelRequestParams: logging } = specTypeSchemas
  const client = clientInfo ?? { name: '', version: '' }
  const results = [
    opening['~standard'].validate({ protocolVersion, capabilities, clientInfo: client }),
    logging['~standard'].validate({ level: level ?? 'info' }),
  ] as { issues?: readonly Issue[] }[]
  const issues = results.flatMap(({ issues }) => issues ?? [])
  return wordsOf(
    issues.map(({ path: [first, ...rest] = [], message }) => ({
      path: [`params._meta.${PREFIX}${IN_ENVELOPE[String(first)] ?? String(first)}`, ...rest],
      message,
    })),
  )
}

export const wordsOf = (issues: readonly unknown[]): string =>
  issues
    .slice(0, 5)
    .map(issue => sentence(issue as Issue))
    .join('; ')

function sentence({ path = [], message = '' }: Issue): string {
  const name = path.map(String).join('.') || 'the message'
  if (message === 'Invalid input') return `${name} is not of any kind that the protocol has there`
  const [, expected, received] = /^Invalid input: expected (.*?), received (.*)$/.exec(message) ?? []
  if (expected === undefined)
    return `${name}: ${message.replace(/^Invalid (input|option): ?/, '') || 'not allowed by the protocol'}`
  const wanted = NAMES[expected] ?? expected
  return `${name} must be ${wanted} (got ${received === 'undefined' ? 'nothing' : (KINDS[received!] ?? NAMES[received!] ?? received)})`
}

const NAMES: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

const KINDS: Record<string, string> = { boolean: 'a boolean' }

export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : (KINDS[typeof value] ?? NAMES[typeof value] ?? typeof value)
}

const isIssue = (value: unknown): value is Issue =>
  typeof value === 'object' && value !== null && 'message' in value && 'path' in value
