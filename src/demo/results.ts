import { isObject } from './json.ts'
import { readFlag, readText, readWord } from './words.ts'
import type { Json } from './world.ts'

/* Verdicts and collected values by id, in whatever form a file keeps them: a map or a list, whole or bare. */

const VERDICTS = ['success', 'failure', 'unknown']

/** Also of yes and no. */
export function verdictOf(verdict: unknown): string {
  const flag = /^[01]$/.test(readText(verdict) ?? '') ? null : readFlag(verdict)
  if (flag !== null) return flag ? 'success' : 'failure'
  return readWord(readText(verdict) ?? 'unknown', VERDICTS)
}

export const criteriaIn = (analysis: unknown): Json =>
  byId(analysis, 'evaluation_criteria_results', 'criteria_id', one => {
    const given = isObject(one) ? one : { result: one }
    return { ...given, result: verdictOf(given.result) }
  })

export const collectedIn = (analysis: unknown): Json =>
  byId(analysis, 'data_collection_results', 'data_collection_id', one => {
    const isResult = isObject(one) && ['data_collection_id', 'rationale', 'value'].some(name => name in one)
    const given = isResult ? one : { value: one }
    return typeof given.value === 'string' && given.value.trim() === '' ? { ...given, value: null } : given
  })

/** The list beside the map counts where both have one. */
function byId(analysis: unknown, name: string, idName: string, read: (one: unknown) => Json): Json {
  if (!isObject(analysis)) return {}
  const found = [analysis[name], analysis[`${name}_list`]].flatMap(given => {
    if (Array.isArray(given)) return given.filter(isObject).map((one): [unknown, unknown] => [one[idName], one])
    return isObject(given) ? Object.entries(given) : []
  })
  const named = found.flatMap(([id, one]) => {
    const key = (isObject(one) && readText(one[idName])) || readText(id)
    return key === null ? [] : [[key, read(one)] as const]
  })
  return Object.fromEntries(named)
}
