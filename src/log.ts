import { printable } from './render/text.ts'

const LEVELS = ['error', 'warn', 'info', 'debug'] as const
export type Level = (typeof LEVELS)[number]

export interface Log {
  error(message: string, error?: unknown): void
  warn(message: string): void
  info(message: string): void
  debug(message: string): void
}

/**
 * Lines on standard error; standard output belongs to the protocol. Secrets are blanked wherever they appear, and nothing
 * in them commands the terminal.
 * @param masked what becomes of personal data
 */
export function createLog(
  level: Level,
  secrets: readonly (string | undefined)[],
  masked: (text: string) => string = text => text,
  write = writeStderr,
): Log {
  const hidden = secrets.filter((secret): secret is string => secret !== undefined && secret.length >= 6)
  const put = (at: Level, message: string): void => {
    if (LEVELS.indexOf(at) > LEVELS.indexOf(level)) return
    let line = printable(masked(message))
    for (const secret of hidden) line = line.replaceAll(secret, '[secret]')
    write(`${new Date().toISOString()} ${at} ${line}\n`)
  }
  return {
    error: (message, error) => put('error', error instanceof Error ? `${message}: ${error.stack}` : message),
    warn: message => put('warn', message),
    info: message => put('info', message),
    debug: message => put('debug', message),
  }
}

function writeStderr(line: string): void {
  process.stderr.write(line)
}
