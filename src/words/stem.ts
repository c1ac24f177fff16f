import { stemmer } from 'stemmer'
import { copyOf } from './copy.ts'

/** Talk repeats its words: of 600 words of a call hardly ten are new. */
const MOST_REMEMBERED = 50_000
const known = new Map<string, string>()

/** Plain letters only: in numbers, ids and other scripts an English ending is none. */
const ENGLISH = /^[a-z]{3,40}$/

/**
 * A folded word without its English ending (Porter's algorithm): refunds, refunded → refund. Whatever else is made of
 * plain Latin letters loses these endings, too; all other words stay as they are.
 */
export function stemOf(form: string): string {
  const remembered = known.get(form)
  if (remembered !== undefined) return remembered
  if (!ENGLISH.test(form)) return form
  if (known.size === MOST_REMEMBERED) known.clear()
  const stem = stemmer(form)
  known.set(copyOf(form), copyOf(stem))
  return stem
}
