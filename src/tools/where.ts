import * as z from 'zod/v4'
import { UserInputError } from '../errors.ts'
import { parseArguments, unknownName } from './arguments.ts'
import { filtersIn } from './name-value.ts'
import { FILTERS, type FilterInput, OTHER_FILTERS, optionalShape } from './params.ts'

/**
 * Adds the filters of `where` strings to those given by name, checked as strictly.
 * @throws UserInputError naming the entry that is wrong
 */
export function withWhere(input: FilterInput, where: readonly string[] | undefined): FilterInput {
  if (!where || where.length === 0) return input
  const extra = filtersIn(where, { argument: 'where', takes: 'name=value, for example text_only=true', checkName })
  return { ...input, ...parseArguments(z.strictObject(optionalShape(OTHER_FILTERS)), extra) }
}

function checkName(name: string): void {
  if (Object.hasOwn(OTHER_FILTERS, name)) return
  throw new UserInputError(
    Object.hasOwn(FILTERS, name)
      ? `${name} is not allowed in where; use it as an argument, or use list_conversations.`
      : unknownName('filter in where', name, Object.keys(FILTERS), Object.keys(OTHER_FILTERS)),
  )
}
