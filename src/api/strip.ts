import { isObject } from './shape.ts'

/** Objects that hold what was said to servers and models: headers, keys, prompts. */
const WITHHELD = new Set(['tool_details', 'conversation_config_override', 'custom_llm_extra_body'])

/** Variables that nobody is shown: secrets, and the whole transcript a second time. */
export const isWithheldVariable = (name: string): boolean =>
  name === 'system__conversation_history' || name.startsWith('secret__')

/** The JSON without what must not leave the client; whatever remains is as it was, undocumented fields included. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (!isObject(value)) return value
  // A tool's report of what it wrote into a variable.
  const isSecretUpdate = typeof value.variable_name === 'string' && isWithheldVariable(value.variable_name)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !WITHHELD.has(key) && !isWithheldVariable(key))
      .filter(([key]) => !(isSecretUpdate && (key === 'old_value' || key === 'new_value')))
      .map(([key, inner]) => [key, withoutSecrets(inner)]),
  )
}
