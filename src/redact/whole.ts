import type { Pieces } from '../pieces.ts'
import { knowledge, type Scope } from './finder.ts'
import { LONG } from './long-text.ts'
import type { Mask } from './mask.ts'
import { MAY, mayHold } from './may-hold.ts'
import type { ValueMask } from './values.ts'
import { visible } from './visible.ts'
import { type Kept, putTogether, type TextLeaf, takeApart } from './walk.ts'

/** Characters that are looked at in one go; where something is masked, the work is that of so many times as many. */
const A_PIECE = 50_000
const MASKED_WEIGHS = 20

/**
 * Masks a call, or what is told of one: once by what tells by itself, which also teaches what the call tells about itself,
 * and once more, by that, whatever holds any of it.
 */
export function* maskWhole<T>(value: T, scope: Scope, mask: Mask, values: ValueMask, kept?: Kept<T>): Pieces<T> {
  const tree = yield* takeApart(value, values.tells, kept)
  const renamed = new Map<string, string>()
  let weight = 0
  function* maskText(leaf: TextLeaf): Pieces<void> {
    const { value: text, field, may } = leaf
    weight += text.length * MASKED_WEIGHS
    leaf.shown = text.length > LONG ? yield* values.longText(text, field, scope) : values.text(text, field, scope, may)
    leaf.knew = knowledge(scope)
  }
  function* maskNames(names: Iterable<string>): Pieces<void> {
    for (const name of names) {
      const shown = name.length > LONG ? yield* mask.longText(name, scope) : values.name(name, scope)
      if (shown !== name) renamed.set(name, shown)
    }
  }
  const maskNumbers = (): void => {
    for (const leaf of tree.numbers) leaf.shown = values.number(leaf.value, leaf.field, scope)
  }
  for (const leaf of tree.texts) {
    leaf.may = mayHold(leaf.value)
    weight += leaf.value.length
    if (!values.tellsNothing(leaf.value, leaf.field, leaf.may)) yield* maskText(leaf)
    if (weight > A_PIECE) {
      weight = 0
      yield
    }
  }
  maskNumbers()
  yield* maskNames(tree.names)
  if (knowledge(scope) > 0) {
    for (const leaf of tree.texts) {
      weight += leaf.value.length
      if (leaf.knew !== knowledge(scope) && (holdsTold(asSeen(leaf), scope) || mayHoldPhone(leaf, scope)))
        yield* maskText(leaf)
      if (weight > A_PIECE) {
        weight = 0
        yield
      }
    }
    maskNumbers()
    yield* maskNames([...tree.names].filter(name => holdsTold(name, scope)))
  }
  return putTogether(tree, renamed) as T
}

/** A user id, a name or the like that the call has told. */
const holdsTold = (text: string, { userIds, words }: Scope): boolean => userIds.isIn(text) || words.isIn(text)

const asSeen = ({ value, may }: TextLeaf): string => ((may & MAY.unseen) === 0 ? value : visible(value))

/** Whether a telephone number that the call has told may stand there; escaped, it need not stand there as it is known. */
function mayHoldPhone({ value, may }: TextLeaf, { phones }: Scope): boolean {
  if (phones.size === 0) return false
  if ((may & (MAY.spokenNumber | MAY.unseen)) !== 0 || value.includes('\\')) return true
  return (may & (MAY.phone | MAY.knownPhone)) !== 0 && phones.areIn(value.replace(/\D+/g, ''))
}
