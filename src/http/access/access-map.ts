import { readFileSync } from 'node:fs'
import * as z from 'zod/v4'
import { ConfigurationError } from '../../errors.ts'

/** Which agents' calls somebody may see, by a claim of the token: `{"claim": "groups", "agents": {"support": ["agent_1"]}}`. */
export interface AccessMap {
  claim: string
  /** By value of the claim: ids of agents, or `*` for all. */
  agents: Map<string, string[]>
}

const Shape = z.strictObject({
  claim: z.string().min(1).max(200),
  agents: z.record(z.string().min(1).max(500), z.array(z.string().min(1).max(200)).min(1).max(1000)),
})

/** @throws ConfigurationError that says what is wrong with the file */
export function readAccessMap(path: string): AccessMap {
  const refuse = (why: string): ConfigurationError =>
    new ConfigurationError(
      `--access-file ${why}. It must be like {"claim": "groups", "agents": {"support": ["agent_1"], "leads": ["*"]}}.`,
    )
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw refuse('cannot be read')
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw refuse('is no JSON')
  }
  const { success, data, error } = Shape.safeParse(json)
  if (!success) throw refuse(`is wrong at ${error.issues[0]!.path.join('.') || 'its top'}`)
  return { claim: data.claim, agents: new Map(Object.entries(data.agents)) }
}

/** Ids of the agents that these claims may see; null: of all; empty: of none. */
export function agentsFor({ claim, agents }: AccessMap, claims: Record<string, unknown>): string[] | null {
  const values = [Object.hasOwn(claims, claim) ? claims[claim] : []].flat().filter(value => typeof value === 'string')
  const seen = new Set(values.flatMap(value => agents.get(value) ?? []))
  return seen.has('*') ? null : [...seen].sort()
}
