import { AsyncLocalStorage } from 'node:async_hooks'

/** Whose request something is done for: stands in every line of the log. */
export interface RequestContext {
  request: string
  client?: string
}

export const requestContext = new AsyncLocalStorage<RequestContext | undefined>()

/** For `createLog`. */
export const logFields = (): Record<string, unknown> => ({ ...requestContext.getStore() })
