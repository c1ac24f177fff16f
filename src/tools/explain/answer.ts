import { fitToBudget } from '../../render/budget.ts'
import { NOTICE } from '../../render/fence.ts'
import type { ToolContext } from '../define.ts'
import { coverageOf } from './coverage.ts'
import type { Explained } from './explained.ts'
import { methodsOf } from './methods.ts'
import { factNames } from './names.ts'
import { nextCalls } from './next.ts'
import { renderExplanation } from './render.ts'
import { factAnswer, modeAnswer, wordAnswer } from './rows.ts'
import type { ExplainAnswer, ExplainInput } from './schema.ts'

/** The lists of an answer that have rows. */
const LISTS = ['facts', 'nearest', 'modes', 'words', 'evaluation'] as const
type List = (typeof LISTS)[number]

/**
 * Where there is no room for all rows, the first of each list are shown, and of what a reader needs most the more: so many
 * rows of facts come before the first of each list.
 */
const FACTS_BEFORE: Record<List, number> = { facts: 0, nearest: 0, modes: 1.5, words: 2.5, evaluation: 6.5 }

interface Item {
  list: List
  /** What it is made of `maxText` bytes a text; remembered, as the search for what fits asks again and again. */
  make(maxText: number): object
  rank: number
}

/** The answer of `explain_conversations`: as many rows as the budget allows. */
export async function explainAnswer(
  request: ExplainInput,
  explained: Explained,
  context: ToolContext,
): Promise<ExplainAnswer> {
  const { groups, synced, explanation } = explained
  const { facts, texts } = explanation
  const { rows = [], nearest = [], verdict = [] } = facts ?? {}
  const names = await factNames([...rows, ...nearest, ...verdict], groups, synced[0]!.archive, context)
  const modes = texts.modes?.modes ?? []
  const items = [
    ...listed('facts', rows, (row, maxText) => factAnswer(row, names, maxText, true)),
    ...listed('nearest', nearest, (row, maxText) => factAnswer(row, names, maxText, true)),
    ...listed('modes', modes.slice(0, request.page_size), (mode, maxText) =>
      modeAnswer(mode, texts.modes!.read, maxText),
    ),
    ...listed('words', texts.words, wordAnswer),
    ...listed('evaluation', verdict, (row, maxText) => factAnswer(row, names, maxText, false)),
  ].sort((a, b) => a.rank - b.rank)
  const build = (shown: number, maxText: number): ExplainAnswer => {
    const own = items.slice(0, shown)
    const list = (name: List): never[] =>
      own.filter(item => item.list === name).map(item => item.make(maxText) as never)
    const optional = LISTS.slice(1).flatMap(name => (list(name).length > 0 ? [[name, list(name)]] : []))
    const next = shown === 0 ? [] : nextCalls(request, explanation)
    return {
      coverage: coverageOf(explained, items.length - shown, request),
      groups: describedGroups(explained),
      facts: list('facts'),
      ...Object.fromEntries(optional),
      methods: methodsOf(
        own.map(item => item.list),
        texts,
      ),
      ...(next.length > 0 && { next }),
      notice: NOTICE,
    }
  }
  return fitToBudget({ count: items.length, maxTokens: request.max_tokens, build, render: renderExplanation })
}

function listed<T>(list: List, rows: readonly T[], answer: (row: T, maxText: number) => object): Item[] {
  return rows.map((row, at) => {
    const made = new Map<number, object>()
    const make = (maxText: number): object => {
      const known = made.get(maxText) ?? answer(row, maxText)
      made.set(maxText, known)
      return known
    }
    return { list, make, rank: at + FACTS_BEFORE[list] }
  })
}

function describedGroups({ groups, explanation: { calls } }: Explained): ExplainAnswer['groups'] {
  const [first, second] = groups.map(({ selection }) => selection.described)
  return groups.map(({ name }, at) => ({
    name,
    calls: calls[at]!,
    ...(at === 1 && second!.filters !== first!.filters && { filters: second!.filters }),
    ...(at === 1 && second!.window !== first!.window && { window: second!.window }),
  }))
}
