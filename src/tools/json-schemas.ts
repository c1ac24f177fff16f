import * as z from 'zod/v4'
import type { AnyTool } from './define.ts'

/** JSON Schema of the arguments as clients see it: without bounds that only cost tokens (they are checked all the same). */
export function inputSchema(tool: AnyTool): Record<string, unknown> {
  return slim(
    z.toJSONSchema(tool.input, { io: 'input' }),
    (key, value) =>
      ['minLength', 'maxLength', 'minItems', 'maxItems'].includes(key) ||
      (key === 'minimum' && Number(value) <= 1) ||
      (key === 'maximum' && Number(value) >= 1e6),
  )
}

/** JSON Schema of the structured half: its members, and of nested objects only that they are objects. */
export function outputSchema(tool: AnyTool): Record<string, unknown> {
  const { properties = {}, ...schema } = slim(z.toJSONSchema(tool.output, { io: 'output' }), key =>
    ['additionalProperties', 'propertyNames'].includes(key),
  ) as { properties?: Record<string, Record<string, unknown>> }
  const shallow = Object.entries(properties).map(([name, { properties: _, required: __, items, ...rest }]) => [
    name,
    rest,
  ])
  return { ...schema, properties: Object.fromEntries(shallow) }
}

function slim(schema: object, drop: (key: string, value: unknown) => boolean): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(schema, (key, value) => (key === '$schema' || drop(key, value) ? undefined : value)),
  ) as Record<string, unknown>
}
