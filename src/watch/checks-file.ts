import { readFileSync } from 'node:fs'
import { ConfigurationError, UserInputError } from '../errors.ts'
import { parseArguments } from '../tools/arguments.ts'
import { conditionOf, measureOf } from '../tools/check/condition.ts'
import type { CheckInput } from '../tools/check/schema.ts'
import { checkCommand } from '../tools/check.ts'

const TAKES = 'a JSON list of checks, such as [{"conditions": ["success_rate >= 80%"], "after": "24h"}]'

/**
 * The checks of a file, each an object of arguments of `check`.
 * @throws ConfigurationError that names the check and what is wrong with it
 */
export async function readChecks(path: string): Promise<CheckInput[]> {
  const engine = await import('../analysis/index.ts')
  return listIn(path).map((given, at) => {
    try {
      const check = parseArguments(checkCommand.input, given)
      for (const condition of check.conditions ?? []) conditionOf(condition, engine)
      for (const metric of check.drift ?? []) measureOf(metric, engine)
      if (!check.conditions && !check.drift) throw new UserInputError('conditions or drift is required.')
      if (!check.after) throw new UserInputError('after is required, such as 24h.')
      return check
    } catch (error) {
      if (!(error instanceof UserInputError)) throw error
      throw new ConfigurationError(`--checks: check ${at + 1} of the file: ${error.message}`)
    }
  })
}

function listIn(path: string): unknown[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigurationError(`--checks: the file cannot be read (${code}). It must hold ${TAKES}.`)
  }
  try {
    const read: unknown = JSON.parse(text)
    if (Array.isArray(read) && read.length > 0) return read
  } catch {
    // Said below.
  }
  throw new ConfigurationError(`--checks: the file must hold ${TAKES}.`)
}
