/** `id:operator:operand`, as in data_collection_params and dynamic_variable_params. */
export interface Comparison {
  id: string
  operator: string
  operand: string
}

const isNumeric = (text: string) => text.trim() !== '' && Number.isFinite(Number(text))

const isSet = (value: unknown) => value !== null && value !== undefined

/** Exact equality; a number equals every way to write it. */
const equals = (value: unknown, operand: string) =>
  typeof value === 'number'
    ? isNumeric(operand) && value === Number(operand)
    : isSet(value) && String(value) === operand

const numeric = (compare: (a: number, b: number) => boolean) => (value: unknown, operand: string) =>
  typeof value === 'number' && compare(value, Number(operand))

const OPERATORS: Record<string, (value: unknown, operand: string) => boolean> = {
  // Compared with nothing, eq and neq ask whether there is a value at all.
  eq: (value, operand) => (operand === '' ? !isSet(value) : equals(value, operand)),
  neq: (value, operand) => isSet(value) && (operand === '' || !equals(value, operand)),
  gt: numeric((a, b) => a > b),
  gte: numeric((a, b) => a >= b),
  lt: numeric((a, b) => a < b),
  lte: numeric((a, b) => a <= b),
  in: (value, operand) => operand.split('|').some(option => equals(value, option)),
  exists: isSet,
  missing: value => !isSet(value),
}

const NUMERIC = ['gt', 'gte', 'lt', 'lte']

/** The operators of dynamic_variable_params; data_collection_params has two more from before `eq` knew the empty value. */
export const VARIABLE_OPERATORS = ['eq', 'neq', ...NUMERIC, 'in']
export const DATA_OPERATORS = [...VARIABLE_OPERATORS, 'exists', 'missing']

/** Reads one comparison; undefined when it is not one. The operand may contain colons, the id may not. */
export function parseComparison(raw: string, operators: string[]): Comparison | undefined {
  const [id, operator, ...rest] = raw.split(':')
  if (!id || !operator || !operators.includes(operator)) return undefined
  if (rest.length === 0 && operator !== 'exists' && operator !== 'missing') return undefined
  const operand = rest.join(':')
  if (NUMERIC.includes(operator) && !isNumeric(operand)) return undefined
  return { id, operator, operand }
}

/** Whether the value stands in that relation. */
export const holds = (comparison: Comparison, value: unknown): boolean =>
  OPERATORS[comparison.operator]!(value, comparison.operand)
