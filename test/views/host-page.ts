import {
  AppBridge,
  type McpUiHostCapabilities,
  type McpUiHostContext,
  PostMessageTransport,
} from '@modelcontextprotocol/ext-apps/app-bridge'

/* The page of a client, as far as views need one: bundled by the tests and run in a real browser. */

export interface HostOptions {
  /** What the frame shows. */
  uri: string
  context?: McpUiHostContext
  capabilities?: McpUiHostCapabilities
  width?: number
  height?: number
}

interface CallResult {
  [key: string]: unknown
  content: { type: 'text'; text: string }[]
  structuredContent?: Record<string, unknown>
  isError?: boolean
}

const post = async (path: string, body: unknown): Promise<any> =>
  (await fetch(path, { method: 'POST', body: JSON.stringify(body) })).json()

const host = {
  /** Words that the view put into the chat. */
  said: [] as string[],
  /** Tools that the view called. */
  called: [] as { name: string; arguments: Record<string, unknown> }[],
  bridge: null as AppBridge | null,
  /** When the last answer was handed over, in milliseconds since 1970. */
  answeredMs: 0,

  /** Loads a view; resolves when it has greeted. */
  async open({ uri, context = {}, capabilities, width = 800, height = 900 }: HostOptions): Promise<void> {
    document.querySelector('iframe')?.remove()
    host.said = []
    host.called = []
    const frame = document.createElement('iframe')
    frame.title = 'View'
    frame.sandbox.add('allow-scripts')
    frame.style.cssText = `width:${width}px;height:${height}px;border:0;display:block`
    document.body.append(frame)
    const bridge = new AppBridge(
      null,
      { name: 'Test host', version: '1' },
      capabilities ?? { serverTools: {}, message: { text: {} } },
      {
        hostContext: {
          theme: 'light',
          displayMode: 'inline',
          availableDisplayModes: ['inline', 'fullscreen'],
          ...context,
        },
      },
    )
    host.bridge = bridge
    bridge.oncalltool = async params => {
      host.called.push(params as (typeof host.called)[number])
      return (await post('/call', params)) as CallResult
    }
    bridge.onmessage = async ({ content }) => {
      host.said.push(...content.map(part => (part.type === 'text' ? part.text : part.type)))
      return {}
    }
    bridge.onrequestdisplaymode = async ({ mode }) => ({ mode })
    bridge.onsizechange = ({ height: own }) => {
      if (own !== undefined) frame.style.height = `${own}px`
    }
    const greeted = new Promise<void>(resolve => {
      bridge.oninitialized = () => resolve()
    })
    await bridge.connect(new PostMessageTransport(frame.contentWindow!, frame.contentWindow!))
    frame.src = `/view?uri=${encodeURIComponent(uri)}`
    await greeted
  },

  /** As a client does: the arguments, then the answer of the tool. */
  async ask(name: string, input: Record<string, unknown>): Promise<CallResult> {
    await host.bridge!.sendToolInput({ arguments: input })
    const result = (await post('/call', { name, arguments: input })) as CallResult
    host.answeredMs = performance.timeOrigin + performance.now()
    await host.bridge!.sendToolResult(result)
    return result
  },
}

declare global {
  interface Window {
    host: typeof host
  }
}
window.host = host
