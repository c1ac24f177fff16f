import { and, isIn, type Sql, sql } from '../archive/engine/sql.ts'
import { candidatesOf, needsDetail, whereOf } from '../archive/select/select.ts'
import type { CallSelection, ConversationFilter } from '../domain/filter.ts'
import { callsIn, type Scope, type Span, scopesOf } from './lists/scope.ts'

/** What the archive is to hold. */
export interface SyncRequest extends CallSelection {
  /** Whole calls are needed, not only what lists tell. Where the filter itself needs them, they are read anyway. */
  details: boolean
  /** Only calls of these agents; missing: of all. */
  agents?: readonly string[]
}

/** A request as it stands at one moment, which decides what is fresh enough for it. */
export interface SyncQuestion {
  /** Equal for equal requests, whenever they are made. */
  key: string
  askedAt: number
  scopes: Scope[]
  /** The time whose lists are needed: what comes after `askedAt` cannot be. */
  span: Span
  /** Unix seconds: calls of its window that started before are not kept; null: none did. */
  keptSince: number | null
  /** The calls of the scopes in the window. */
  listed: Sql
  /** Those of them whose details are needed; null: none. */
  detailed: Sql | null
}

/**
 * @param askedAt Unix seconds
 * @param keptSince calls that started before are not read (Unix seconds; 0: all are)
 * @throws UserInputError for an evaluation or comparison in the filter that cannot be read
 */
export function questionOf(
  { filter, window, details, agents }: SyncRequest,
  askedAt: number,
  keptSince = 0,
): SyncQuestion {
  // Refuses what the answer could not be selected by, before anything is read for it.
  whereOf(filter, window)
  const asked = { from: window?.afterUnix ?? 0, to: window?.beforeUnix ?? Number.POSITIVE_INFINITY }
  const isOlder = asked.from < keptSince
  const bounds = { ...asked, from: Math.min(asked.to, Math.max(asked.from, keptSince)) }
  const kept = isOlder ? { zone: 'UTC', ...window, afterUnix: bounds.from } : window
  const listed = ofAgents(callsIn(scopeFilter(filter), bounds), agents)
  const needsWhole = details || needsDetail(filter)
  // What the scopes are made of is all that is asked for: then the calls are the same.
  const areSame = window?.afterUnix !== 0 && Object.keys(filter).length === Object.keys(scopeFilter(filter)).length
  return {
    key: JSON.stringify([Object.entries(filter).sort(), bounds.from, bounds.to, details, agents]),
    askedAt,
    scopes: scopesOf(filter, agents),
    span: { from: bounds.from, to: Math.min(bounds.to, askedAt) },
    keptSince: isOlder ? keptSince : null,
    listed,
    detailed: !needsWhole ? null : areSame ? listed : ofAgents(candidatesOf(filter, kept), agents),
  }
}

const ofAgents = (calls: Sql, agents: readonly string[] | undefined): Sql =>
  agents === undefined ? calls : and([calls, isIn(sql`c.agent_id`, agents)])

/** What of the filter its scopes are made of. */
function scopeFilter(filter: ConversationFilter): ConversationFilter {
  const names = new Set(scopesOf(filter).flatMap(scope => Object.keys(scope.filter)))
  return Object.fromEntries(Object.entries(filter).filter(([name]) => names.has(name)))
}
