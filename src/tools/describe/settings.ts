import type { AgentConfig } from '../../domain/agent-history.ts'
import { PROMPT } from './changes.ts'
import { at, isObject, objectsAt, textAt } from './json.ts'
import type { Section } from './sections.ts'

const AGENT = 'conversation_config.agent'

/** What most people ask of an agent, and where the API has it. */
const FACTS: Record<string, string> = {
  first_message: `${AGENT}.first_message`,
  language: `${AGENT}.language`,
  model: `${AGENT}.prompt.llm`,
  temperature: `${AGENT}.prompt.temperature`,
  max_tokens: `${AGENT}.prompt.max_tokens`,
  voice: 'conversation_config.tts.voice_id',
  voice_model: 'conversation_config.tts.model_id',
  voice_speed: 'conversation_config.tts.speed',
  transcription: 'conversation_config.asr.provider',
  turn_timeout_secs: 'conversation_config.turn.turn_timeout',
  turn_eagerness: 'conversation_config.turn.turn_eagerness',
  max_duration_secs: 'conversation_config.conversation.max_duration_seconds',
}

const NAMES = new Map([...Object.entries(FACTS), ['prompt', PROMPT] as const].map(([name, path]) => [path, name]))

/** A setting for people who do not know the API: by the name that we give it, else the end of the API's own. */
export const settingName = (path: string): string =>
  NAMES.get(path)?.replaceAll('_', ' ') ??
  path.replace(/^(?:conversation_config|platform_settings)\.(?:agent\.)?(?:prompt\.)?/, '')

/** Of an agent as one version had it: settings, tools, criteria with their goals, data fields, knowledge, prompt. */
export function settingsOf({ settings }: AgentConfig, withPrompt: boolean): Section[] {
  const facts = Object.entries(FACTS).flatMap(([name, path]) => {
    const value = textAt(settings, path)
    return value === null ? [] : [[name, value]]
  })
  const prompt = textAt(settings, PROMPT) ?? ''
  return [
    { name: 'settings', columns: ['setting', 'value'], rows: facts },
    ...(withPrompt ? [{ name: 'prompt', columns: ['prompt'], rows: prompt.split('\n').map(line => [line]) }] : []),
    { name: 'tools', columns: ['tool', 'type', 'description'], rows: toolsOf(settings) },
    { name: 'criteria', columns: ['criterion_id', 'name', 'goal'], rows: criteriaOf(settings) },
    { name: 'data_fields', columns: ['field_id', 'type', 'description'], rows: fieldsOf(settings) },
    { name: 'knowledge', columns: ['document', 'type', 'use'], rows: knowledgeOf(settings) },
    { name: 'procedures', columns: ['procedure', 'trigger'], rows: proceduresOf(settings) },
  ]
}

/** Characters of the prompt, for who decides whether to read it. */
export const promptLength = ({ settings }: AgentConfig): number => textAt(settings, PROMPT)?.length ?? 0

type Settings = AgentConfig['settings']

function toolsOf(settings: Settings): Section['rows'] {
  const own = objectsAt(settings, `${AGENT}.prompt.tools`)
  const builtIn = membersAt(settings, `${AGENT}.prompt.built_in_tools`).map(([name, tool]) => ({ name, ...tool }))
  const all = [...own, ...builtIn].map(tool => row(tool, 'name', 'type', 'description'))
  const named = new Map(all.map(one => [one[0], one]))
  const ids = idsAt(settings, `${AGENT}.prompt.tool_ids`)
  // Of tools that are only referred to, nothing but the id is known.
  return named.size > 0 ? [...named.values()] : ids.map(id => [id, null, null])
}

/** Those that agents share are references. */
function criteriaOf(settings: Settings): Section['rows'] {
  const own = objectsAt(settings, 'platform_settings.evaluation.criteria')
  const shared = objectsAt(settings, 'platform_settings.analysis_items.evaluation_criteria')
  return [
    ...own.map(one => row(one, 'id', 'name', 'conversation_goal_prompt')),
    ...shared.map(one => row(one, 'analysis_item_id', 'name', 'description')),
  ]
}

const fieldsOf = (settings: Settings): Section['rows'] =>
  membersAt(settings, 'platform_settings.data_collection').map(([id, field]) => [
    id,
    ...row(field, 'type', 'description'),
  ])

const knowledgeOf = (settings: Settings): Section['rows'] =>
  objectsAt(settings, `${AGENT}.prompt.knowledge_base`).map(one => row(one, 'name', 'type', 'usage_mode'))

const proceduresOf = (settings: Settings): Section['rows'] =>
  membersAt(settings, 'procedures').map(([id, one]) => [textAt(one, 'name') ?? id, textAt(one, 'trigger')])

const row = (item: Record<string, unknown>, ...names: string[]): (string | null)[] =>
  names.map(name => textAt(item, name))

function membersAt(settings: Settings, path: string): [string, Record<string, unknown>][] {
  const found = at(settings, path)
  return isObject(found)
    ? Object.entries(found).filter((one): one is [string, Record<string, unknown>] => isObject(one[1]))
    : []
}

function idsAt(settings: Settings, path: string): string[] {
  const found = at(settings, path)
  return Array.isArray(found) ? found.filter(id => typeof id === 'string') : []
}
