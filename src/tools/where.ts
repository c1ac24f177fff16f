import * as z from 'zod/v4'
import { UserInputError } from '../errors.ts'
import { quote } from '../render/quote.ts'
import { parseArguments, unknownName } from './arguments.ts'
import { FILTERS, type FilterInput, OTHER_FILTERS, optionalShape } from './params.ts'

/**
 * Adds the filters of `where` strings to those given by name, checked as strictly.
 * @throws UserInputError naming the entry that is wrong
 */
export function withWhere(input: FilterInput, where: readonly string[] | undefined): FilterInput {
  const extra: Record<string, unknown> = {}
  for (const entry of where ?? []) {
    const at = entry.indexOf('=')
    const name = entry.slice(0, at).trim()
    if (at < 1 || entry.slice(at + 1).trim() === '') {
      throw new UserInputError(`where has ${quote(entry)}; it takes name=value, for example text_only=true.`)
    }
    if (!Object.hasOwn(OTHER_FILTERS, name)) {
      throw new UserInputError(
        Object.hasOwn(FILTERS, name)
          ? `${name} is not allowed in where; use it as an argument, or use list_conversations.`
          : unknownName('filter in where', name, Object.keys(FILTERS), Object.keys(OTHER_FILTERS)),
      )
    }
    const schema = OTHER_FILTERS[name as keyof typeof OTHER_FILTERS]
    const value = entry.slice(at + 1)
    if (isList(schema)) extra[name] = [...((extra[name] as string[] | undefined) ?? []), value]
    else if (name in extra) throw new UserInputError(`where has ${name} twice; it takes one value.`)
    else extra[name] = coerce(schema, value)
  }
  if (Object.keys(extra).length === 0) return input
  return { ...input, ...parseArguments(z.strictObject(optionalShape(OTHER_FILTERS)), extra) }
}

const isList = (schema: z.ZodType): boolean => schema instanceof z.ZodPipe

function coerce(schema: z.ZodType, value: string): unknown {
  if (schema instanceof z.ZodBoolean) return { true: true, false: false }[value] ?? value
  if (schema instanceof z.ZodNumber) return /^-?\d+$/.test(value) ? Number(value) : value
  return value
}
