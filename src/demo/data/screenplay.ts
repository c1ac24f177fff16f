/**
 * The sample dialogues are written as screenplays, one cue a line:
 *
 *     # order status [es]      a scene; in brackets its language (else English), chat, or outbound
 *     title  …                 also sum (the summary) and data (collected values, name=value; …)
 *     user   Hello. | Hi.      a line and other ways to say it, more of them on lines that begin with |
 *     agent- I am sorry.       - only when the goal is missed, + only when it is reached, ? in half of the calls,
 *                              1 or 2 only in that version of the agent
 *     tool   lookup_order ok   a tool call and which of its answers comes back
 *
 * {name} is a slot, filled anew in every call. All kinds of cues: CueKind.
 */
export interface Scene {
  name: string
  language: string
  chat: boolean
  outbound: boolean
  cues: Cue[]
}

export interface Cue {
  kind: CueKind
  flags: string
  texts: string[]
}

export type CueKind =
  | 'title'
  | 'sum'
  | 'data'
  | 'first' // the agent's first words, where they differ from its usual greeting
  | 'user'
  | 'agent'
  | 'keys' // keys pressed on a telephone
  | 'file' // a file sent in a chat: name and media type
  | 'tool' // tool name, then its answer: ok (if left out), not_found, timeout, error
  | 'language' // the agent changes its language: code, reason
  | 'human' // the call is put through to a person: reason; nothing follows
  | 'handover' // another agent takes over: its key, condition
  | 'voicemail' // an answering machine is noticed: reason
  | 'node' // the workflow node from here on
  | 'rag' // the next agent turn draws on the knowledge base: the query
  | 'guardrail' // the next agent turn hit a guardrail: its type, its name
  | 'more' // perhaps another small request
  | 'bye' // the end, as usual in the language
  | 'end' // the agent hangs up: reason

export function screenplays(text: string): Map<string, Scene> {
  const scenes = new Map<string, Scene>()
  let scene: Scene | undefined
  for (const line of text.split('\n').map(line => line.trim())) {
    if (line === '') continue
    const heading = /^# ([^[]+?)((?: \[\w+\])*)$/.exec(line)
    const cue = /^(\w+?)([-+?12]*)(?:\s+(.*))?$/.exec(line)
    if (heading) {
      scene = emptyScene(heading[1]!, heading[2]!.match(/\w+/g) ?? [])
      scenes.set(scene.name, scene)
    } else if (line.startsWith('|')) {
      scene!.cues.at(-1)!.texts.push(...alternatives(line.slice(1)))
    } else {
      scene!.cues.push({ kind: cue![1] as CueKind, flags: cue![2]!, texts: alternatives(cue![3] ?? '') })
    }
  }
  return scenes
}

function emptyScene(name: string, options: string[]): Scene {
  return {
    name,
    language: options.find(option => option.length === 2) ?? 'en',
    chat: options.includes('chat'),
    outbound: options.includes('outbound'),
    cues: [],
  }
}

function alternatives(text: string): string[] {
  return text.split(' | ').map(part => part.trim())
}
