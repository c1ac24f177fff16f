/* What the protocol's library finds wrong, as sentences: it says so in the JSON of a schema library. */

interface Issue {
  path?: readonly unknown[]
  message?: string
}

/** Sentences in place of the JSON in a message; any other message as it is. */
export function inWords(message: string): string {
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
  return `${name} must be ${wanted} (got ${received === 'undefined' ? 'nothing' : (NAMES[received!] ?? received)})`
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

export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : (NAMES[typeof value] ?? typeof value)
}

const isIssue = (value: unknown): value is Issue =>
  typeof value === 'object' && value !== null && 'message' in value && 'path' in value
