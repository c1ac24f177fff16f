import {
  acceptedContent,
  completable,
  createRequestStateCodec,
  inputRequired,
  inputResponse,
  type McpHttpHandler,
  type McpServer,
  ResourceTemplate,
} from '@modelcontextprotocol/server'
import * as z from 'zod/v4'
import type { App } from '../../src/app.ts'
import { createServer } from '../../src/server.ts'

/* What the official conformance suite asks for by name, on top of the product's own server. */

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA='
const STATE = createRequestStateCodec<{ round: number }>({ key: 'a key of the conformance tests alone, 32 bytes' })

const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] })
const image = { type: 'image' as const, data: PNG, mimeType: 'image/png' }
const NONE = z.object({})

const ask = (message: string, name: string, type: 'string' | 'boolean' = 'string') =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [name]: { type } as { type: 'string' } }, required: [name] },
  })
const sample = (said: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: said } }], maxTokens })

export function createFixture(app: App, notifier: () => McpHttpHandler['notify']): McpServer {
  const server = createServer(app)
  // An option of the library that the product, which asks clients for nothing, has no use for.
  Object.assign(server.server, { _requestStateVerify: STATE.verify })
  const tool = (name: string, run: Parameters<typeof server.registerTool>[2]) =>
    server.registerTool(name, { description: `For the conformance suite: ${name}`, inputSchema: NONE }, run as never)

  tool('test_simple_text', () => text('This is a simple text response for testing.'))
  tool('test_image_content', () => ({ content: [image] }))
  tool('test_audio_content', () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }))
  tool('test_embedded_resource', () => ({
    content: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
  }))
  tool('test_multiple_content_types', () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      image,
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data","value":123}',
        },
      },
    ],
  }))
  tool('test_error_handling', () => {
    throw new Error('This tool intentionally returns an error for testing')
  })
  tool('test_tool_with_progress', async (_, { mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken
    for (const progress of [0, 50, 100]) {
      if (progressToken === undefined) break
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } })
    }
    return text('done')
  })
  tool('test_trigger_tool_change', () => {
    notifier().toolsChanged()
    return text('done')
  })
  tool('test_trigger_prompt_change', () => {
    notifier().promptsChanged()
    return text('done')
  })
  tool('test_logging_tool', () => text('nothing is logged to clients'))
  tool('test_missing_capability', (_, { mcpReq }) => {
    const answer = inputResponse(mcpReq.inputResponses, 'answer')
    return answer.kind === 'missing' ? inputRequired({ inputRequests: { answer: sample('?', 10) } }) : text('done')
  })
  tool('test_streaming_elicitation', (_, { mcpReq }) => {
    const answer = acceptedContent(mcpReq.inputResponses, 'answer')
    return answer ? text('done') : inputRequired({ inputRequests: { answer: ask('Streaming?', 'answer') } })
  })

  tool('test_input_required_result_elicitation', (_, { mcpReq }) => {
    const given = acceptedContent(mcpReq.inputResponses, 'user_name', z.object({ name: z.string() }))
    if (given) return text(`Hello, ${given.name}!`)
    return inputRequired({ inputRequests: { user_name: ask('What is your name?', 'name') } })
  })
  tool('test_input_required_result_sampling', (_, { mcpReq }) => {
    const given = inputResponse(mcpReq.inputResponses, 'capital_question')
    if (given.kind !== 'missing') return text(JSON.stringify(given))
    return inputRequired({ inputRequests: { capital_question: sample('What is the capital of France?', 100) } })
  })
  tool('test_input_required_result_list_roots', (_, { mcpReq }) => {
    const given = inputResponse(mcpReq.inputResponses, 'client_roots')
    if (given.kind !== 'missing') return text(JSON.stringify(given))
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } })
  })
  tool('test_input_required_result_request_state', async (_, { mcpReq }) => {
    const round = roundOf(mcpReq)
    if (round === 1 && acceptedContent(mcpReq.inputResponses, 'confirm')) return text('state-ok')
    return inputRequired({
      inputRequests: { confirm: ask('Please confirm', 'ok', 'boolean') },
      requestState: await STATE.mint({ round: 1 }),
    })
  })
  tool('test_input_required_result_tampered_state', async (_, { mcpReq }) => {
    const round = roundOf(mcpReq)
    if (round === 1) return text('state-ok')
    return inputRequired({
      inputRequests: { confirm: ask('Please confirm', 'ok', 'boolean') },
      requestState: await STATE.mint({ round: 1 }),
    })
  })
  tool('test_input_required_result_multiple_inputs', async (_, { mcpReq }) => {
    const keys = ['user_name', 'greeting', 'client_roots']
    if (keys.every(key => inputResponse(mcpReq.inputResponses, key).kind !== 'missing')) return text('all given')
    return inputRequired({
      inputRequests: {
        user_name: ask('What is your name?', 'name'),
        greeting: sample('Generate a greeting', 50),
        client_roots: inputRequired.listRoots(),
      },
      requestState: await STATE.mint({ round: 1 }),
    })
  })
  tool('test_input_required_result_multi_round', async (_, { mcpReq }) => {
    const round = roundOf(mcpReq)
    if (round === 2 && acceptedContent(mcpReq.inputResponses, 'step2')) return text('done')
    const isSecond = round === 1 && acceptedContent(mcpReq.inputResponses, 'step1') !== undefined
    return inputRequired({
      inputRequests: isSecond
        ? { step2: ask('Step 2: What is your favorite color?', 'color') }
        : { step1: ask('Step 1: What is your name?', 'name') },
      requestState: await STATE.mint({ round: isSecond ? 2 : 1 }),
    })
  })
  tool('test_input_required_result_capabilities', (_, { mcpReq }) => {
    const known = mcpReq._meta?.['io.modelcontextprotocol/clientCapabilities'] as object | undefined
    const mayElicit = known !== undefined && 'elicitation' in known
    return inputRequired({
      inputRequests: {
        question: sample('What is the capital of France?', 100),
        ...(mayElicit && { user_name: ask('What is your name?', 'name') }),
      },
    })
  })

  const read = (name: string, uri: string, mimeType: string, body: { text: string } | { blob: string }) =>
    server.registerResource(name, uri, { description: name, mimeType }, () => ({
      contents: [{ uri, mimeType, ...body }],
      ttlMs: 0,
      cacheScope: 'private',
    }))
  const STATIC = 'This is the content of the static text resource.'
  read('static text', 'test://static-text', 'text/plain', { text: STATIC })
  read('static binary', 'test://static-binary', 'image/png', { blob: PNG })
  read('watched', 'test://watched-resource', 'text/plain', { text: 'watched' })
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description: 'template', mimeType: 'application/json' },
    (uri, { id }) => ({
      contents: [
        {
          uri: uri.href,
          mimeType: 'application/json',
          text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
        },
      ],
      ttlMs: 0,
      cacheScope: 'private',
    }),
  )

  const said = (words: string) => ({ role: 'user' as const, content: { type: 'text' as const, text: words } })
  server.registerPrompt('test_simple_prompt', { description: 'simple' }, () => ({
    messages: [said('This is a simple prompt for testing.')],
  }))
  const arg = completable(z.string().describe('an argument'), typed =>
    ['paris', 'park', 'party'].filter(word => word.startsWith(typed)),
  )
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'two arguments', argsSchema: z.object({ arg1: arg, arg2: z.string() }) },
    ({ arg1, arg2 }) => ({ messages: [said(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] }),
  )
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri: uri }) => ({
      messages: [
        {
          role: 'user',
          content: {
            type: 'resource',
            resource: { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
          },
        },
        said('Please process the embedded resource above.'),
      ],
    }),
  )
  server.registerPrompt('test_prompt_with_image', { description: 'an image' }, () => ({
    messages: [{ role: 'user', content: image }, said('Please analyze the image above.')],
  }))
  server.registerPrompt('test_input_required_result_prompt', { description: 'asks' }, ((context: {
    mcpReq: { inputResponses?: Record<string, unknown> }
  }) => {
    const given = acceptedContent(context.mcpReq.inputResponses, 'user_context')
    if (given) return { messages: [said(`Context: ${given.context}`)] }
    return inputRequired({ inputRequests: { user_context: ask('What context should the prompt use?', 'context') } })
  }) as never)
  return server
}

/** The round that the state was minted in; 0: there is none. */
const roundOf = (request: { requestState<T>(): T | undefined }): number =>
  request.requestState<{ round: number }>()?.round ?? 0
