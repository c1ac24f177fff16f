import { sampleWorld } from './data/index.ts'
import { readWorldFile } from './file.ts'
import { type DemoServer, startDemoServer } from './server.ts'

/** Serves the sample calls, or the conversations of a file, on a free port of this computer. */
export async function startDemo(
  dataFile: string | undefined,
  apiKey: string | undefined,
  now: () => number,
): Promise<DemoServer> {
  const world = dataFile === undefined ? () => sampleWorld(now()) : await readWorldFile(dataFile)
  return startDemoServer({ world, apiKey, now: () => now() * 1000 })
}
