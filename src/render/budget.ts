import { atOnce, type Pieces } from '../pieces.ts'
import { type Fence, newFence } from './fence.ts'
import { tokens } from './text.ts'

/** Text of an answer; everything that strangers said goes through the fence. */
export type Render<A> = (answer: A, fence: Fence) => string

/** How an answer is made to fit. */
export interface Fitting<A> {
  /** Things that could be shown. */
  count: number
  /** Largest size of each half. */
  maxTokens: number
  /**
   * Makes the answer that shows the first `shown` things and says what it leaves out, no text longer than `maxText`
   * bytes.
   */
  build(shown: number, maxText: number): A
  render: Render<A>
}

/** Whether neither half is larger. */
export const isWithin = <A>(answer: A, render: Render<A>, maxTokens: number): boolean =>
  tokens(JSON.stringify(answer)) <= maxTokens && tokens(render(answer, newFence())) <= maxTokens

/**
 * The answer with as many things as both halves can hold. Texts are cut only where not even the first thing fits
 * otherwise: then a reader who goes on always gets something new.
 */
export const fitToBudget = <A>(fitting: Fitting<A>): A => atOnce(fitInPieces(fitting))

/** The same with a pause after each trial, for answers of which a single one takes its time. */
export function* fitInPieces<A>({ count, maxTokens, build, render }: Fitting<A>): Pieces<A> {
  for (let maxText = maxTokens; ; maxText = Math.floor(maxText / 2)) {
    yield
    // The last that fits is the largest, and the one to give: it is not made a second time.
    let fitting: A | undefined
    const fits = (shown: number): boolean => {
      const answer = build(shown, maxText)
      const isSmall = isWithin(answer, render, maxTokens)
      if (isSmall) fitting = answer
      return isSmall
    }
    const shown = yield* mostThatFit(count, fits)
    if (shown > 0 || count === 0 || maxText < SHORTEST) return fitting ?? build(shown, maxText)
  }
}

/** Shorter texts tell nothing any more. */
const SHORTEST = 32

/** So many things are tried at once; of more only as many as may be needed are made. */
const MANY = 2000

/** The largest number up to `count` that fits, by bisection; 0 is taken to fit. */
function* mostThatFit(count: number, fits: (shown: number) => boolean): Pieces<number> {
  let fitting = 0
  let tooMany = Math.min(count, MANY)
  while (fits(tooMany)) {
    if (tooMany === count) return count
    fitting = tooMany
    yield
    tooMany = Math.min(count, tooMany * 2)
  }
  while (tooMany - fitting > 1) {
    yield
    const middle = (fitting + tooMany) >> 1
    if (fits(middle)) fitting = middle
    else tooMany = middle
  }
  return fitting
}
