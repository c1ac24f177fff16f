import type { Json } from '../../../src/demo/world.ts'
import type { Answer, TestClient } from '../../support/client.ts'
import { walk } from '../../support/reading.ts'
import { sample } from '../../support/sample.ts'
import { smallWorld } from '../../support/small-world.ts'

export const HOUR = 3600
export const DAY = 24 * HOUR
export const small = smallWorld()

export const idsOf = ({ structured }: Answer): string[] =>
  structured.rows.map((row: Json) => row[structured.columns.indexOf('id')])

export const column = ({ structured }: Answer, name: string): unknown[] =>
  structured.rows.map((row: Json) => row[structured.columns.indexOf(name)])

// What a body says, read a second time by means of our own.
export const start = (call: Json): number => call.metadata?.start_time_unix_secs ?? 0

/** Ids of the calls that an independent check keeps, newest first as the tool gives them. */
export const selected = (calls: Json[], keep: (call: Json) => boolean): string[] =>
  calls
    .filter(keep)
    .sort((a, b) => start(b) - start(a) || (a.conversation_id < b.conversation_id ? 1 : -1))
    .map(call => call.conversation_id)

export type Case = [input: Json, keep: (call: Json) => boolean]
export const agentIds = (name: string): string => sample.agents.find(agent => agent.name.includes(name))!.agent_id

/** All ids of a list, page by page. */
export const walkIds = async (input: Json, client: TestClient, each?: () => void): Promise<string[]> =>
  (await walk(client, 'list_conversations', input, each)).flatMap(idsOf)
