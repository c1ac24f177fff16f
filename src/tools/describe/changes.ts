import { structuredPatch } from 'diff'
import { isObject } from './json.ts'

/** What differs between two versions of an agent's settings. */
export interface Change {
  /** By the API's own names, as `conversation_config.tts.voice_id`; members of lists by their names. */
  setting: string
  kind: 'added' | 'removed' | 'changed'
  before?: unknown
  after?: unknown
  /** Of a text of several lines: what of it differs, and the lines around; a line each with its sign. */
  lines?: [sign: Sign, line: string][]
  /** Lines that came and went. */
  added?: number
  removed?: number
}

/** What differs, the prompt first; then in the order of the settings. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const changes: Change[] = []
  compare('', before, after, changes)
  return changes.sort((a, b) => Number(isPrompt(b)) - Number(isPrompt(a)))
}

const isPrompt = ({ setting }: Change): boolean => setting === PROMPT

/** Where the prompt stands. */
export const PROMPT = 'conversation_config.agent.prompt.prompt'

function compare(setting: string, before: unknown, after: unknown, changes: Change[]): void {
  if (JSON.stringify(before) === JSON.stringify(after) || (isNothing(before) && isNothing(after))) return
  const [a, b] = [membersOf(before), membersOf(after)]
  if (a && b) {
    for (const name of new Set([...a.keys(), ...b.keys()])) {
      compare(joined(setting, name), a.get(name), b.get(name), changes)
    }
  } else if (isNothing(before)) changes.push({ setting, kind: 'added', after })
  else if (isNothing(after)) changes.push({ setting, kind: 'removed', before })
  else if (isText(before) && isText(after) && (isLong(before) || isLong(after))) {
    changes.push({ setting, kind: 'changed', ...linesApart(before, after) })
  } else changes.push({ setting, kind: 'changed', before, after })
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)
const isText = (value: unknown): value is string => typeof value === 'string'
/** Longer texts are told line by line. */
const isLong = (text: string): boolean => text.includes('\n') || text.length > 200

const joined = (setting: string, name: string): string =>
  name.startsWith('[') || setting === '' ? setting + name : `${setting}.${name}`

/** Members by their names; of a list of objects by what each is called. null: it has none. */
function membersOf(value: unknown): Map<string, unknown> | null {
  if (isObject(value)) return new Map(Object.entries(value))
  if (!Array.isArray(value) || !value.every(isObject)) return null
  const members = new Map<string, unknown>()
  for (const [at, item] of value.entries()) {
    const called = [item.name, item.id, item.label].find(text => typeof text === 'string' && text !== '')
    const name = `[${called ?? at}]`
    members.set(members.has(name) ? `[${called} ${at}]` : name, item)
  }
  return members
}

/** A list of Markdown would begin with those of a patch. */
const SIGNS: Record<string, Sign> = { '+': 'added', '-': 'removed' }
type Sign = 'added' | 'removed' | ''

/** Beyond that the texts have little in common, and their comparison would take long. */
const MOST_EDITS = 4000

function linesApart(before: string, after: string): Pick<Change, 'lines' | 'added' | 'removed'> {
  const options = { context: 1, maxEditLength: MOST_EDITS }
  const patch = structuredPatch('', '', `${before}\n`, `${after}\n`, '', '', options)
  const texts = patch
    ? patch.hunks.flatMap(({ lines }, at) => [...(at > 0 ? [GAP] : []), ...lines])
    : [...before.split('\n').map(line => `-${line}`), ...after.split('\n').map(line => `+${line}`)]
  const lines = texts.map((text): [Sign, string] => {
    return [SIGNS[text[0] ?? ''] ?? '', text.slice(1)]
  })
  const count = (sign: Sign): number => lines.filter(([own]) => own === sign).length
  return { lines, added: count('added'), removed: count('removed') }
}

/** Stands for lines that are the same in both. */
const GAP = ' …'
