import { printable } from './render/text.ts'

const LEVELS = ['error', 'warn', 'info', 'debug'] as const
export type Level = (typeof LEVELS)[number]

export interface Log {
  error(message: string, error?: unknown): void
  warn(message: string): void
  info(message: string): void
  debug(message: string): void
  /**
   * Something done for somebody, whatever the level: whoever serves others has to account for it. Lines of the same moment
   * are written together, when it is over.
   */
  audit(facts: Record<string, unknown>): void
}

/** What a line tells beside its words: whose request it is about. */
export type LogFields = () => Record<string, unknown>

/**
 * Lines on standard error; standard output belongs to the protocol. Secrets are blanked wherever they appear, and nothing
 * in them commands the terminal.
 * @param masked what becomes of personal data
 * @param fields given: each line is a JSON object, with these members beside its own
 */
export function createLog(
  level: Level,
  secrets: readonly (string | undefined)[],
  masked: (text: string) => string = text => text,
  write = writeStderr,
  fields?: LogFields,
): Log {
  const hidden = secrets.filter((secret): secret is string => secret !== undefined && secret.length >= 6)
  const lineOf = (said: string | object): string => {
    const time = new Date().toISOString()
    return typeof said === 'string' ? `${time} ${said}\n` : `${JSON.stringify({ time, ...said })}\n`
  }
  let waiting = ''
  let isBooked = false
  const writeAll = (more = ''): void => {
    const lines = waiting + more
    waiting = ''
    if (lines !== '') write(lines)
  }
  const put = (at: Level, message: string): void => {
    if (LEVELS.indexOf(at) > LEVELS.indexOf(level)) return
    let line = printable(masked(message))
    for (const secret of hidden) line = line.replaceAll(secret, '[secret]')
    const facts = fields?.()
    writeAll(lineOf(facts ? { level: at, ...facts, message: line } : `${at} ${line}`))
  }
  return {
    error: (message, error) => put('error', error instanceof Error ? `${message}: ${error.stack}` : message),
    warn: message => put('warn', message),
    info: message => put('info', message),
    debug: message => put('debug', message),
    audit(facts) {
      // To write a line takes as long as to find a kept answer.
      if (waiting === '') setImmediate(writeAll)
      if (!isBooked) process.once('exit', () => writeAll())
      isBooked = true
      waiting += lineOf({ level: 'audit', ...facts })
    },
  }
}

function writeStderr(line: string): void {
  process.stderr.write(line)
}
