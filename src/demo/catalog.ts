import * as z from 'zod/v4'
import type { World } from './world.ts'

/* The catalogue beside a file of calls, which people write by hand or put together from answers of the API. */

const text = z.string().nullish()
const texts = z.array(z.string()).nullish()
const objects = z.array(z.looseObject({})).nullish()

/** What the embedded API relies on; all else is served as it stands. */
const CATALOG = z.looseObject({
  agents: z
    .array(
      z.looseObject({
        ...{ agent_id: z.string(), name: text, tags: texts, archived: z.boolean().nullish() },
        ...{ created_at_unix_secs: z.number().nullish(), versions: objects, criteria: objects },
        data_collection: z.record(z.string(), z.looseObject({})).nullish(),
      }),
    )
    .nullish(),
  tags: z.array(z.looseObject({ tag_id: z.string(), title: text })).nullish(),
  topics: z
    .array(z.looseObject({ topic_id: z.string(), agent_id: z.string(), label: text, parent_topic_id: text }))
    .nullish(),
  extras: z
    .record(
      z.string(),
      z.looseObject({
        ...{ topic_ids: texts, procedure_ids: texts, parent_conversation_id: text },
        evaluation_error: z.boolean().nullish(),
      }),
    )
    .nullish(),
})

const KINDS: Record<string, string> = {
  ...{ string: 'a string', number: 'a number', boolean: 'true or false' },
  ...{ array: 'an array', object: 'an object', record: 'an object' },
}

/** @returns the catalogue; or, as text, which member of it is not as it must be */
export function checkCatalog(value: unknown): Partial<World> | string {
  const { data, error } = CATALOG.safeParse(value)
  if (data) return Object.fromEntries(Object.entries(data).filter(([, member]) => member !== null))
  const [{ path, ...issue }] = error!.issues as [z.core.$ZodIssue]
  const member = path.map((name, at) =>
    typeof name === 'number' ? `[${name}]` : `${at > 0 ? '.' : ''}${String(name)}`,
  )
  const kind = issue.code === 'invalid_type' ? KINDS[issue.expected] : undefined
  return `${member.join('') || 'it'} must be ${kind ?? 'of another kind'}`
}
