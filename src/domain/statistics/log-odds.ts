/** How often a word was said, of all words: of one group. */
export type Said = readonly [times: number, words: number]

/** The prior is worth this share of the words of both groups, spread as in both together. */
export const PRIOR_SHARE = 0.1

/**
 * How much more the first group says a word than the second: the log-odds ratio with an informative Dirichlet prior,
 * divided by its standard deviation. Rare words, whose ratio can be anything, are drawn to 0, and no list of stop words is
 * needed. Monroe, Colaresi and Quinn, "Fightin' Words: lexical feature selection and evaluation for identifying the content
 * of political conflict", Political Analysis 16 (2008), equations 16 to 22. 0 where either group has no words.
 */
export function logOddsZ([y1, n1]: Said, [y2, n2]: Said): number {
  if (n1 === 0 || n2 === 0 || y1 + y2 === 0) return 0
  const [prior, all] = [PRIOR_SHARE * (y1 + y2), PRIOR_SHARE * (n1 + n2)]
  const logOdds = (y: number, n: number): number => Math.log((y + prior) / (n + all - y - prior))
  // Where a group says nothing else, its odds are endless.
  if (y1 === n1 && y2 === n2) return 0
  return (logOdds(y1, n1) - logOdds(y2, n2)) / Math.sqrt(1 / (y1 + prior) + 1 / (y2 + prior))
}
