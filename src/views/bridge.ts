import type { Answer, HostContext, Json } from './host.ts'

/* The page's half of the extension "MCP Apps": JSON-RPC with the window that holds it, and nothing else. */

const PROTOCOL = '2026-01-26'

interface Handlers {
  /** Arguments of the tool whose answer is shown. */
  onInput(input: Json): void
  onAnswer(answer: Answer): void
  onCancelled(): void
  /** Theme, display mode, size of the frame. */
  onContext(context: HostContext): void
}

export interface Bridge {
  /** Asks the server; rejects with words for the reader. */
  callTool(name: string, input: Json): Promise<Json>
  /** Puts words into the chat as if the person had typed them; absent where the host has no such thing. */
  say?: (text: string) => Promise<void>
  /** Lets the page fill the window, or not; absent where the host cannot. */
  setFullscreen?: (on: boolean) => Promise<void>
}

/** Greets the host. What comes in afterwards goes to the handlers. */
export async function connect(name: string, handlers: Handlers): Promise<Bridge> {
  const host = window.parent
  const waiting = new Map<number, { resolve(result: Json): void; reject(error: Error): void }>()
  let lastId = 0
  const post = (message: Json) => host.postMessage({ jsonrpc: '2.0', ...message }, '*')
  const request = (method: string, params: Json): Promise<Json> =>
    new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, { resolve, reject })
      post({ id, method, params })
    })
  const heard: Record<string, (params: Json) => void> = {
    'ui/notifications/tool-input': ({ arguments: input }) => handlers.onInput(asObject(input)),
    'ui/notifications/tool-result': params => handlers.onAnswer(params as Answer),
    'ui/notifications/tool-cancelled': () => handlers.onCancelled(),
    'ui/notifications/host-context-changed': params => handlers.onContext(params as HostContext),
  }
  window.addEventListener('message', ({ source, data }: MessageEvent<Json | null>) => {
    if (source !== host || data?.jsonrpc !== '2.0') return
    const { id, method, params, result, error } = data
    if (typeof method === 'string') {
      if (id === undefined) heard[method]?.(asObject(params))
      else if (method === 'ping' || method === 'ui/resource-teardown') post({ id, result: {} })
      else post({ id, error: { code: -32601, message: 'Method not found' } })
      return
    }
    const asked = waiting.get(Number(id))
    waiting.delete(Number(id))
    if (error) asked?.reject(new Error(String(asObject(error).message)))
    else asked?.resolve(asObject(result))
  })
  const appCapabilities = { availableDisplayModes: ['inline', 'fullscreen'] }
  const hello = await request('ui/initialize', {
    protocolVersion: PROTOCOL,
    appInfo: { name, version: '1' },
    appCapabilities,
  })
  const context = asObject(hello.hostContext) as HostContext
  const can = asObject(hello.hostCapabilities)
  handlers.onContext(context)
  post({ method: 'ui/notifications/initialized', params: {} })
  tellSize(size => post({ method: 'ui/notifications/size-changed', params: size }))
  return {
    async callTool(tool, input) {
      const { isError, content, structuredContent } = (await request('tools/call', {
        name: tool,
        arguments: input,
      })) as Answer
      if (isError) throw new Error(content?.[0]?.text ?? 'The server gave no reason.')
      return structuredContent ?? {}
    },
    ...(can.message !== undefined && {
      say: async (text: string) => {
        const { isError } = await request('ui/message', { role: 'user', content: [{ type: 'text', text }] })
        if (isError) throw new Error('The client did not take it.')
      },
    }),
    ...(context.availableDisplayModes?.includes('fullscreen') && {
      setFullscreen: async (on: boolean) => {
        const { mode } = await request('ui/request-display-mode', { mode: on ? 'fullscreen' : 'inline' })
        handlers.onContext({ displayMode: mode as HostContext['displayMode'] })
      },
    }),
  }
}

/** The host gives the frame the height that the page has. */
function tellSize(tell: (size: { width: number; height: number }) => void): void {
  let [width, height] = [0, 0]
  new ResizeObserver(() => {
    const { scrollWidth } = document.documentElement
    const { bottom } = document.body.getBoundingClientRect()
    const now = Math.ceil(bottom)
    if (scrollWidth === width && now === height) return
    ;[width, height] = [scrollWidth, now]
    tell({ width, height })
  }).observe(document.body)
}

const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
