import * as z from 'zod/v4'
import { UserInputError } from '../errors.ts'
import { quote } from '../render/quote.ts'
import { parseArguments } from './arguments.ts'
import { unknownFilter } from './filter-words.ts'
import { FILTERS, type FilterInput, type FilterName, optionalShape } from './params.ts'

interface Entries {
  /** The argument that has them. */
  argument: string
  /** What it takes, for who gave something else. */
  takes: string
  /** @throws UserInputError where it takes no such filter */
  checkName(name: string): void
}

/**
 * Filters given as `name=value`, by name; those that take lists gather theirs. Values are text, and still to be checked.
 * @throws UserInputError naming the entry that is wrong
 */
export function filtersIn(
  entries: readonly string[],
  { argument, takes, checkName }: Entries,
): Record<string, unknown> {
  const found: Record<string, string | string[]> = {}
  for (const entry of entries) {
    const at = entry.indexOf('=')
    const name = entry.slice(0, at).trim()
    const value = entry.slice(at + 1).trim()
    if (at < 1 || value === '') throw new UserInputError(`${argument} has ${quote(entry)}; it takes ${takes}.`)
    checkName(name)
    const filter = FILTERS[name as FilterName]
    if (filter instanceof z.ZodPipe) {
      // "a,b" is two where an argument would take it as two.
      const list = filter.safeParse(value)
      found[name] = [...(found[name] ?? []), ...(list.success ? (list.data as string[]) : [value])]
    } else if (Object.hasOwn(found, name)) {
      throw new UserInputError(`${argument} has ${name} twice; it takes one value.`)
    } else found[name] = value
  }
  return found
}

/** Any filter by `name=value`, checked as strictly as if it were an argument of its own. @throws UserInputError */
export function filterInputOf(entries: readonly string[], argument: string, takes: string): FilterInput {
  const checkName = (name: string): void => {
    if (!Object.hasOwn(FILTERS, name)) throw new UserInputError(unknownFilter(name, argument))
  }
  return parseArguments(z.strictObject(optionalShape(FILTERS)), filtersIn(entries, { argument, takes, checkName }))
}
