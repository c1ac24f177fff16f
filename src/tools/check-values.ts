import type { CallFilter } from '../domain/filter.ts'
import { UserInputError } from '../errors.ts'
import { quote } from '../render/quote.ts'
import { unknownName } from './arguments.ts'
import { GUARDRAILS, SOURCES, STATUSES } from './params.ts'

const OPERATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'exists', 'missing']
const VERDICTS = ['success', 'failure', 'unknown']

/**
 * Checks the values whose grammar is known: a mistake here would silently match nothing.
 * @throws UserInputError that names the value and what the filter takes
 */
export function checkValues(filter: CallFilter): void {
  checkPairs(filter)
  for (const entry of filter.evaluation_params ?? []) {
    const at = entry.lastIndexOf(':')
    if (at < 1 || !VERDICTS.includes(entry.slice(at + 1))) {
      throw new UserInputError(
        `evaluation_params has ${quote(entry)}; it takes criterion_id:result with one of the results ${VERDICTS.join(', ')}, for example issue_resolved:failure.`,
      )
    }
  }
  for (const name of ['data_collection_params', 'dynamic_variable_params'] as const) {
    for (const entry of filter[name] ?? []) {
      const [key, operator] = entry.split(':')
      if (!key || operator === undefined || !OPERATORS.includes(operator)) {
        throw new UserInputError(
          `${name} has ${quote(entry)}; it takes name:operator:value with one of the operators ${OPERATORS.slice(0, 7).join(', ')}, for example city:eq:Berlin.`,
        )
      }
    }
  }
  for (const guardrail of filter.guardrail_types ?? []) checkKnown('guardrail type', guardrail, GUARDRAILS)
  const source = filter.conversation_initiation_source
  if (source !== undefined) checkKnown('conversation_initiation_source', source, SOURCES)
  for (const status of [filter.status ?? [], filter.exclude_statuses ?? []].flat())
    checkKnown('status', status, STATUSES)
  for (const language of filter.main_languages ?? []) {
    if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language)) {
      throw new UserInputError(
        `main_languages has ${quote(language)}; it takes codes such as en, de, pt-br.${codeOf(language)}`,
      )
    }
  }
}

/** `English` → ` Did you mean "en"?` */
function codeOf(language: string): string {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  for (const first of letters) {
    for (const second of letters) {
      if (names.of(first + second)?.toLowerCase() === language.toLowerCase())
        return ` Did you mean "${first}${second}"?`
    }
  }
  return ''
}

function checkPairs(filter: CallFilter): void {
  for (const [low, high] of [
    ['call_duration_min_secs', 'call_duration_max_secs'],
    ['rating_min', 'rating_max'],
  ] as const) {
    const [least, most] = [filter[low], filter[high]]
    if (least !== undefined && most !== undefined && least > most) {
      throw new UserInputError(`${low} (${least}) is greater than ${high} (${most}), so nothing can match.`)
    }
  }
}

function checkKnown(kind: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw new UserInputError(unknownName(kind, value, known))
}
