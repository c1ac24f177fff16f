import { isObject } from './json.ts'
import type { Json } from './world.ts'

/* What the API's JavaScript SDK makes of a body: the names of members are others, and nothing else. */

/** Whose names are the workspace's own, and what they hold, too. */
const FREE = new Set(['dynamicVariables', 'customLlmExtraBody'])
/** Whose names are the workspace's own. */
const BY_ID = new Set(['evaluationCriteriaResults', 'dataCollectionResults', 'modelUsage'])

export const isCamelCase = (value: Json): boolean => 'conversationId' in value && !('conversation_id' in value)

/** As the API sent it. */
export const inSnakeCase = (value: Json): Json => renamed(value, snakeCase)

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

function renamed(value: Json, nameOf: (name: string) => string): Json {
  const members = Object.entries(value).map(([name, inner]) => {
    if (FREE.has(name)) return [nameOf(name), inner]
    return [nameOf(name), isObject(inner) ? renamed(inner, BY_ID.has(name) ? id => id : snakeCase) : listed(inner)]
  })
  return Object.fromEntries(members)
}

const listed = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(one => (isObject(one) ? renamed(one, snakeCase) : listed(one))) : value
