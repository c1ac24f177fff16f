import { Client as ModernClient } from '@modelcontextprotocol/client'
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio'
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as V1Stdio } from '@modelcontextprotocol/sdk/client/stdio.js'
import { Client as OldClient } from 'sdk-1.8/client/index.js'
import { StdioClientTransport as OldStdio } from 'sdk-1.8/client/stdio.js'
import { environment, MAIN, NODE } from './built.ts'
import { type TestClient, toAnswer } from './client.ts'

const INFO = { name: 'test', version: '1' }

type Open = (args: readonly string[], env?: Record<string, string>) => Promise<TestClient>

const command = (args: readonly string[], env?: Record<string, string>) => ({
  command: NODE,
  args: [MAIN, ...args],
  env: environment(env),
  stderr: 'ignore' as const,
})

function modern(mode: 'auto' | 'legacy' | { pin: string }): Open {
  return async (args, env) => {
    const client = new ModernClient(INFO, { versionNegotiation: { mode } })
    await client.connect(new ModernStdio(command(args, env)))
    return {
      client,
      call: async (name, input = {}, options = {}) =>
        toAnswer(await client.callTool({ name, arguments: input }, options)),
      close: () => client.close(),
    }
  }
}

function older(NewClient: typeof V1Client, NewStdio: typeof V1Stdio): Open {
  return async (args, env) => {
    const client = new NewClient(INFO)
    await client.connect(new NewStdio(command(args, env)))
    return {
      client,
      call: async (name, input = {}, options = {}) =>
        toAnswer(await client.callTool({ name, arguments: input }, undefined, options)),
      close: () => client.close(),
    }
  }
}

/** The clients that hosts embed, each starting the built file as a host does. */
export const HOSTS: Record<string, Open> = {
  'client 2.x, auto': modern('auto'),
  'client 2.x, 2026-07-28': modern({ pin: '2026-07-28' }),
  'client 2.x, legacy': modern('legacy'),
  'sdk 1.32': older(V1Client, V1Stdio),
  'sdk 1.8': older(OldClient as never, OldStdio as never),
}
