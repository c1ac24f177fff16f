import { echoed, UserInputError } from '../../errors.ts'
import { and, isIn, type Sql, sql } from '../engine/sql.ts'

/* `id:operator:operand`, as data_collection_params and dynamic_variable_params have it. */

export interface Comparison {
  id: string
  operator: string
  operand: string
}

const isNumeric = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text))

/**
 * The operand may hold colons, the id may not.
 * @throws UserInputError for what is no comparison
 */
export function parseComparison(written: string): Comparison {
  const [id = '', operator = '', ...rest] = written.split(':')
  const operand = rest.join(':')
  const needsOperand = operator !== 'exists' && operator !== 'missing'
  const needsNumber = ['gt', 'gte', 'lt', 'lte'].includes(operator)
  const isWhole = rest.length > 0 || !needsOperand
  if (id === '' || !Object.hasOwn(OPERATORS, operator) || !isWhole || (needsNumber && !isNumeric(operand))) {
    throw new UserInputError(
      `"${echoed(written)}" is not a comparison such as amount:gt:10: a name, one of ${Object.keys(OPERATORS).join(', ')}, and a value (for gt, gte, lt, lte a number), joined by colons.`,
    )
  }
  return { id, operator, operand }
}

/** A value as JSON text, so that 3, "3" and true stay apart; null where there is none. */
export const toJson = (value: unknown): string | null =>
  value === null || value === undefined ? null : jsonText(value)

/** The same of what is there. A NUL and half of a pair are no characters, and not every engine reads them. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replace(/\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g, (escaped, what) =>
    what.length > 1 ? '\uFFFD' : escaped,
  )

/** The values that an operand may mean: the text as it stands, a number however it is written, a truth value. */
function meanings(operand: string): string[] {
  const text = jsonText(operand)
  if (isNumeric(operand)) {
    const number = JSON.stringify(Number(operand))
    // With more digits than a number counts exactly it would be that of other ids, too.
    return Math.abs(Number(operand)) <= Number.MAX_SAFE_INTEGER || number === operand ? [text, number] : [text]
  }
  return operand === 'true' || operand === 'false' ? [text, operand] : [text]
}

/**
 * One JSON text for all that `eq` takes for the same: 0 for 0 and "0", true for true and "true". No reader could tell
 * them apart. The same goes for text that reads like a list or an object beside a real one.
 */
export function asCompared(json: string): string {
  if (!/^"(?:[-\d[{]|true"|false")/.test(json)) return json
  try {
    const text = JSON.parse(json) as string
    return JSON.stringify(JSON.parse(text)) === text ? text : json
  } catch {
    return json
  }
}

/** Conditions on the columns `value` (JSON text) and `number` of one row. Without a row there is no value. */
const OPERATORS: Record<string, (operand: string) => Sql> = {
  eq: operand => isIn(sql`value`, meanings(operand)),
  neq: operand => sql`NOT ${isIn(sql`value`, meanings(operand))}`,
  gt: operand => sql`number > ${Number(operand)}`,
  gte: operand => sql`number >= ${Number(operand)}`,
  lt: operand => sql`number < ${Number(operand)}`,
  lte: operand => sql`number <= ${Number(operand)}`,
  in: operand => isIn(sql`value`, operand.split('|').flatMap(meanings)),
  exists: () => sql`value IS NOT NULL`,
  missing: () => sql`value IS NULL`,
}

/**
 * The calls for which the comparison holds. eq and neq with nothing ask whether there is a value.
 * @param rows those of the call that bear the comparison's id
 * @param isKnown holds for calls whose rows are all here: only of these can be said that a value is missing
 */
export function compare({ operator, operand }: Comparison, rows: Sql, isKnown: Sql): Sql {
  const asksNothing = operand === '' && (operator === 'eq' || operator === 'neq')
  const isMissing = operator === 'missing' || (asksNothing && operator === 'eq')
  if (isMissing) return and([isKnown, sql`NOT EXISTS (${rows} AND value IS NOT NULL)`])
  const condition = asksNothing ? OPERATORS.exists! : OPERATORS[operator]!
  return sql`EXISTS (${rows} AND ${condition(operand)})`
}
