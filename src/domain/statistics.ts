/*
 * Statistics over many calls. Every interval is a 95 % interval; where there is none, a reason stands in its place.
 * Shares of calls: `wilson`, `differenceOfProportions`. Shares of turns or tool calls: `clusteredShare`. Words a turn,
 * credits a minute: `clusteredRatio`. Values one a call: `summary`, `differenceOfMeans`. Percentiles of both kinds:
 * `clusteredPercentile`.
 */
export {
  addPart,
  bothSums,
  MIN_CALLS,
  noSums,
  type Part,
  type Sums,
  squaresAround,
  sumsOf,
  TOO_FEW,
} from './statistics/clusters.ts'
export { controlLimits, type Past } from './statistics/control-limits.ts'
export { falseDiscoveryRates } from './statistics/false-discovery.ts'
export { fisherExact } from './statistics/fisher.ts'
export { type Bin, histogram } from './statistics/histogram.ts'
export { type Difference, differenceOf, type Estimate, type Interval, t95, t99, Z95 } from './statistics/interval.ts'
export { logOddsZ, PRIOR_SHARE, type Said } from './statistics/log-odds.ts'
export { differenceOfMeans } from './statistics/means.ts'
export {
  type PercentileName,
  percentile,
  type Summary,
  sorted,
  summary,
  USUAL_PERCENTILES,
} from './statistics/percentile.ts'
export { differenceOfProportions, proportion, wilson } from './statistics/proportion.ts'
export { clusteredPercentile, differenceOfPercentiles, type Quantile } from './statistics/quantile.ts'
export { seededRandom } from './statistics/random.ts'
export {
  clusteredRatio,
  clusteredShare,
  differenceOfRatios,
  differenceOfShares,
  type Ratio,
} from './statistics/ratio.ts'
export { proportionalAllocation, stratifiedSample } from './statistics/sample.ts'
export { areSimilar, tokenSimilarity } from './statistics/similarity.ts'
export { type Adjusted, type Stratum, withinStrata } from './statistics/strata.ts'
