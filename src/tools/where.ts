import * as z from 'zod/v4'
import { UserInputError } from '../errors.ts'
import { parseArguments } from './arguments.ts'
import { unknownFilter } from './filter-words.ts'
import { filtersIn } from './name-value.ts'
import { FILTERS, type FilterInput, optionalShape } from './params.ts'

/**
 * Adds the filters of `where` strings to those given by name, checked as strictly.
 * @throws UserInputError naming the entry that is wrong
 */
export function withWhere(input: FilterInput, where: readonly string[] | undefined): FilterInput {
  if (!where || where.length === 0) return input
  const checkName = (name: string): void => {
    if (!Object.hasOwn(FILTERS, name)) throw new UserInputError(unknownFilter(name, 'where'))
    if (input[name as keyof FilterInput] !== undefined)
      throw new UserInputError(`${name} is given twice: as an argument, and in where.`)
  }
  const extra = filtersIn(where, { argument: 'where', takes: 'name=value, for example text_only=true', checkName })
  return { ...input, ...parseArguments(z.strictObject(optionalShape(FILTERS)), extra) }
}
