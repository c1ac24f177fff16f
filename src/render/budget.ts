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

/**
 * The answer with as many things as both halves can hold. Texts are cut only where not even the first thing fits
 * otherwise: then a reader who goes on always gets something new.
 */
export function fitToBudget<A>({ count, maxTokens, build, render }: Fitting<A>): A {
  for (let maxText = maxTokens; ; maxText = Math.floor(maxText / 2)) {
    // The last that fits is the largest, and the one to give: it is not made a second time.
    let fitting: A | undefined
    const fits = (shown: number): boolean => {
      const answer = build(shown, maxText)
      const isSmall = tokens(JSON.stringify(answer)) <= maxTokens && tokens(render(answer, newFence())) <= maxTokens
      if (isSmall) fitting = answer
      return isSmall
    }
    const shown = mostThatFit(count, fits)
    if (shown > 0 || count === 0 || maxText < SHORTEST) return fitting ?? build(shown, maxText)
  }
}

/** Shorter texts tell nothing any more. */
const SHORTEST = 32

/** So many things are tried at once; of more only as many as may be needed are made. */
const MANY = 2000

/** The largest number up to `count` that fits, by bisection; 0 is taken to fit. */
function mostThatFit(count: number, fits: (shown: number) => boolean): number {
  let fitting = 0
  let tooMany = Math.min(count, MANY)
  while (fits(tooMany)) {
    if (tooMany === count) return count
    fitting = tooMany
    tooMany = Math.min(count, tooMany * 2)
  }
  while (tooMany - fitting > 1) {
    const middle = (fitting + tooMany) >> 1
    if (fits(middle)) fitting = middle
    else tooMany = middle
  }
  return fitting
}
