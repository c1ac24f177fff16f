import { expect } from 'vitest'
import type { Fault } from '../../src/demo/fault.ts'
import type { Json } from '../../src/demo/world.ts'
import { API_KEY } from './world.ts'

export const TOOLS: Record<string, Json> = {
  list_conversations: {},
  get_conversation: { conversation_id: 'conv_refund' },
  search_conversations: { query: 'refund', mode: 'fuzzy' },
  list_filter_values: { kind: 'agents' },
}

/** Waits that no setting reaches are as good as none, so that four tries take no time. */
export const QUICK = { retryBaseMs: 1, maxBytes: 300_000 }

/** For answers that never come. */
export const IMPATIENT = { timeoutMs: 400 }

/** Words that error bodies hold and that must not be passed on. */
export const UPSTREAM = 'Traceback: upstream says hello'

/** Nothing that is not for the reader: no key, no words of the API, no stack, no path of ours. */
export function checkWords(text: string): void {
  expect(text).not.toContain(API_KEY)
  expect(text).not.toContain(UPSTREAM)
  expect(text).not.toMatch(/Demo error|<html|node_modules|\bat \S+ \(|undici|ECONN|UND_ERR|ENOTFOUND|Internal error/)
  expect(text.length).toBeLessThan(700)
}

export const raw = (status: number, headers: Record<string, string> = {}): Fault => ({
  status,
  headers,
  body: UPSTREAM,
})

export const FAULTS: Record<string, Fault> = {
  'an empty body': { status: 200, shape: 'empty' },
  'a body cut off': { damage: 'cut' },
  'a web page': { status: 200, shape: 'html' },
  'half a JSON text': { damage: 'truncated-json' },
  'a body too large': { damage: 'huge' },
  'a list': { damage: 'array' },
  'a text': { damage: 'string' },
  null: { damage: 'null' },
  'an empty object': { damage: 'missing-fields' },
  'no answer in time': { delayMs: 3_600_000 },
  'a connection reset': { damage: 'reset' },
  'HTTP 302': raw(302, { location: 'https://elsewhere.example/login' }),
  'HTTP 400': raw(400),
  'HTTP 401 structured': { status: 401 },
  'HTTP 401 legacy': { status: 401, shape: 'legacy' },
  'HTTP 401 text': { status: 401, shape: 'string' },
  'HTTP 401 web page': { status: 401, shape: 'html' },
  'HTTP 401 missing permission': {
    status: 401,
    body: { detail: { status: 'missing_permissions', message: `${UPSTREAM} missing the permission convai_read` } },
  },
  'HTTP 402': { status: 402 },
  'HTTP 403 structured': { status: 403 },
  'HTTP 403 web page': { status: 403, shape: 'html' },
  'HTTP 404 structured': { status: 404 },
  'HTTP 404 text': { status: 404, shape: 'string' },
  'HTTP 404 web page': { status: 404, shape: 'html' },
  'HTTP 409': { status: 409 },
  'HTTP 418': raw(418),
  'HTTP 422': { status: 422, shape: 'validation' },
  'HTTP 422 other': { status: 422, body: { detail: UPSTREAM } },
  'HTTP 429': { status: 429 },
  'HTTP 429, try at once': { status: 429, headers: { 'retry-after': '0' } },
  'HTTP 429, try in two minutes': { status: 429, headers: { 'retry-after': '120' } },
  'HTTP 429, too many at once': {
    status: 429,
    body: { detail: { code: 'concurrent_limit_exceeded', message: UPSTREAM } },
  },
  'HTTP 500': raw(500),
  'HTTP 500 web page': { status: 500, shape: 'html' },
  'HTTP 503': { status: 503 },
}
