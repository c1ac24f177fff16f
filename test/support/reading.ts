import type { Json } from '../../src/demo/world.ts'
import type { Answer, TestClient } from './client.ts'

/** Readers of answers as an assistant would be one: nothing of the server's own code is used. */

export interface Shown {
  turn: number
  text: string
}

/** The lines of a transcript (`12 1:04 user: …`), without those that tell of a gap. */
export function linesOf(transcript: string): Shown[] {
  return transcript
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('…'))
    .map(line => {
      const [, number, text] = /^(\d+) (?:-|\d+(?::\d\d){1,2}) (.*)$/.exec(line) ?? []
      if (number === undefined) throw new Error(`not a line of a transcript: ${line}`)
      return { turn: Number(number), text: text! }
    })
}

/** "0-3, 7" as numbers. */
export function turnNumbers(ranges: string): number[] {
  if (ranges === 'none') return []
  return ranges.split(', ').flatMap(range => {
    const [from, to = from] = range.split('-').map(Number)
    return Array.from({ length: to! - from! + 1 }, (_, step) => from! + step)
  })
}

/**
 * The numbers of the lines that the transcript of a body must have, in order: one for words, one for each tool call, one
 * for each result that answers no earlier call.
 */
export function expectedLines(body: Json): number[] {
  const open = new Map<string, number>()
  return ((body.transcript ?? []) as Json[]).flatMap((turn, at) => {
    const calls: Json[] = turn?.tool_calls ?? []
    const results: Json[] = turn?.tool_results ?? []
    for (const { request_id } of calls) open.set(request_id, (open.get(request_id) ?? 0) + 1)
    const orphans = results.filter(({ request_id }) => {
      const left = open.get(request_id) ?? 0
      open.set(request_id, left - 1)
      return left <= 0
    })
    const speaks = calls.length + results.length === 0 || turn.message
    return Array(calls.length + orphans.length + (speaks ? 1 : 0)).fill(at)
  })
}

/** All answers from the first to the one that names no next; throws where a next leads nowhere new. */
export async function readAll(client: TestClient, input: Json): Promise<Answer[]> {
  const answers: Answer[] = []
  const seen = new Set<string>()
  for (let next: Json | undefined = input; next !== undefined; ) {
    const answer = await client.call('get_conversation', next)
    if (answer.isError) throw new Error(answer.text)
    answers.push(answer)
    const [, tool, given] = /^(\w+) (\{.*\})$/.exec(answer.structured.next ?? '') ?? []
    if (answer.structured.next !== undefined && tool !== 'get_conversation') throw new Error(answer.structured.next)
    if (given !== undefined && seen.has(given)) throw new Error(`no progress: ${given}`)
    if (given !== undefined) seen.add(given)
    next = given === undefined ? undefined : JSON.parse(given)
  }
  return answers
}

/** All pages of a list or a search; throws where a cursor leads nowhere new. `each` is called between two pages. */
export async function walk(
  client: TestClient,
  tool: string,
  input: Json,
  each: () => void = () => {},
): Promise<Answer[]> {
  const answers: Answer[] = []
  const seen = new Set<string>()
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const answer: Answer = await client.call(tool, { ...input, ...(cursor && { cursor }) })
    if (answer.isError) throw new Error(answer.text)
    answers.push(answer)
    each()
    const next: string | undefined = answer.structured.next_cursor
    if (answer.structured.has_more !== (next !== undefined))
      throw new Error(`has_more without next_cursor, or the other way`)
    if (next !== undefined && seen.has(next)) throw new Error(`no progress: ${next}`)
    if (next !== undefined) seen.add(next)
    cursor = next
  }
  return answers
}
