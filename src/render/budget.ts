import { type Fence, newFence } from './fence.ts'
import { tokens } from './text.ts'

/** Text of an answer; everything that strangers said goes through the fence. */
export type Render<A> = (answer: A, fence: Fence) => string

/** Tokens of the dearer half of an answer: its text or its structured form. */
export function cost<A>(answer: A, render: Render<A>): number {
  return Math.max(tokens(JSON.stringify(answer)), tokens(render(answer, newFence())))
}

/**
 * The answer that shows as many of `count` things as fit into `maxTokens` in each half.
 * @param build makes the answer that shows the given number of things and says what it left out
 */
export function fitToBudget<A>(count: number, maxTokens: number, build: (shown: number) => A, render: Render<A>): A {
  const whole = build(count)
  if (cost(whole, render) <= maxTokens) return whole
  let fits = 0
  let tooMany = count
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1
    if (cost(build(middle), render) <= maxTokens) fits = middle
    else tooMany = middle
  }
  return build(fits)
}
