import { writeFileSync } from 'node:fs'
import { ConfigurationError } from '../errors.ts'
import { ANSWERED, CONDITION_FAILED, UNDECIDED } from '../terminal.ts'
import type { CheckAnswer } from '../tools/check/schema.ts'
import { junit } from './junit.ts'

export const CHECK_CODES: Record<CheckAnswer['verdict'], number> = {
  ok: ANSWERED,
  failed: CONDITION_FAILED,
  unknown: UNDECIDED,
}

/** `--for 2 periods` is said in two words at a terminal, and the second one is no condition. */
export function asTyped(input: Record<string, unknown>): Record<string, unknown> {
  const { conditions = [], for: count } = input as { conditions?: string[]; for?: unknown }
  const own = count === undefined ? conditions : conditions.filter(one => !/^periods?$/i.test(one.trim()))
  return { ...input, conditions: own }
}

/** @throws ConfigurationError where the file cannot be written */
export function writeJunit(path: string, answer: CheckAnswer): void {
  try {
    writeFileSync(path, junit(answer))
  } catch (error) {
    throw new ConfigurationError(`--junit: the file cannot be written (${(error as NodeJS.ErrnoException).code}).`)
  }
}
