import type { Config } from '../../src/config.ts'
import type { Json, World } from '../../src/demo/world.ts'
import { conversationUri } from '../../src/resources/uri.ts'
import { connect, type TestClient } from './client.ts'
import { PLACED, READS } from './places.ts'
import { startWorld } from './world.ts'

/** One thing a model or a host reads: the text half, and the structured one where there is one. */
export interface Reading {
  from: string
  text: string
  structured?: unknown
}

/** @param settings of the server */
export async function withClient<T>(
  world: World,
  use: (client: TestClient) => Promise<T>,
  settings: Partial<Config> = {},
): Promise<T> {
  const server = await startWorld(world, settings)
  const client = await connect(server.app)
  try {
    return await use(client)
  } finally {
    await client.close()
    await server.close()
  }
}

/** Everything that the tools and resources show of a workspace; of the tools only these on request. */
export async function readEverything(client: TestClient, reads = READS): Promise<Reading[]> {
  const readings: Reading[] = []
  // One after the other: what was read in full before decides on what is counted.
  for (const [tool, input] of reads) {
    const { text, structured, isError } = await client.call(tool, input)
    if (isError) throw new Error(`${tool} ${JSON.stringify(input)}: ${text}`)
    readings.push({ from: `${tool} ${JSON.stringify(input)}`, text, structured })
  }
  for (const uri of [conversationUri(PLACED), 'conversations://recent']) {
    const { contents } = await client.client.readResource({ uri })
    readings.push({ from: uri, text: contents[0].text })
  }
  const { resources } = await client.client.listResources()
  const listed = resources.map(({ name, title, description }: Json) => `${name}\t${title}\t${description}`)
  return [...readings, { from: 'resources/list', text: listed.join('\n') }]
}
