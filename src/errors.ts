/**
 * What can go wrong, by what the reader should do about it. Every message is our own, written for the model or the
 * person who reads it: what is wrong, what is allowed, what to do next. Raw upstream text and secrets never get in.
 */
export abstract class ConversationsError extends Error {
  /** Stable name, for the log. */
  abstract readonly code: string
  override get name(): string {
    return 'ConversationsError'
  }
}

/** An argument is wrong; after mending it the same call can work. */
export class UserInputError extends ConversationsError {
  readonly code = 'invalid_argument'
}

/** The thing asked for is not there. */
export class NotFoundError extends ConversationsError {
  readonly code = 'not_found'
}

/** A setting is missing or wrong; only the person who runs the server can mend it. */
export class ConfigurationError extends ConversationsError {
  readonly code = 'configuration'
}

/** The key was refused. */
export class AuthError extends ConversationsError {
  readonly code = 'unauthorized'
}

/** The API asks for patience, and our own retries are used up. */
export class RateLimitError extends ConversationsError {
  readonly code = 'rate_limited'
  constructor(
    message: string,
    /** Seconds until a new try makes sense, where known. */
    readonly retryAfterSecs: number | null = null,
  ) {
    super(message)
  }
}

/** The API, or the way to it, failed; our own retries are used up. */
export class UpstreamError extends ConversationsError {
  readonly code = 'upstream'
}

/** The API answered something that is not what it is documented to answer. */
export class ShapeError extends ConversationsError {
  readonly code = 'unexpected_answer'
  constructor(
    message: string,
    /** The next answer may be another: this one was broken on its way. */
    readonly mayPass = false,
  ) {
    super(message)
  }
}

/** Something needed more time than the call had. */
export class DeadlineError extends ConversationsError {
  readonly code = 'deadline'
  constructor(ms: number) {
    super(`No answer within ${ms / 1000} seconds. Request less (a smaller page_size, a narrower window) or try again.`)
  }
}

/** The local archive is off, cannot be opened or cannot be written; what reads the API directly still works. */
export class ArchiveError extends ConversationsError {
  readonly code = 'archive'
}

/**
 * Words of others within a message, for code that knows no renderer: one short line, without anything that a terminal,
 * a reader of Markdown or a model could take for more than a word.
 */
export function echoed(text: string): string {
  const plain = text
    .slice(0, MOST_ECHOED + 1)
    .replace(/[^\p{L}\p{N}\p{M}_ .,:;=+~-]/gu, '?')
    .replace(/www\./gi, 'www?')
  return plain.length > MOST_ECHOED ? `${plain.slice(0, MOST_ECHOED - 1)}…` : plain
}

const MOST_ECHOED = 60
