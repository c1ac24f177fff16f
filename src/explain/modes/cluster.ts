import { agnes } from 'ml-hclust'
import type { Pieces } from '../../pieces.ts'
import { likeness, meanOf, type Vector } from './vectors.ts'

/** Texts that are put together by themselves: their number decides what it takes, with its third power. */
const MOST_TOGETHER = 150
/** How alike the texts of two groups are on average for them to be one. */
export const ALIKE = 0.2
/** Fewer texts are no group. */
export const LEAST_TEXTS = 3

/** Texts that are alike. */
export interface Cluster {
  /** Their numbers, ascending. */
  members: number[]
  mean: Vector
}

/**
 * Groups of texts that are alike, the largest first: average linkage (Sokal and Michener, 1958) of a sample, cut where
 * two groups are less than `ALIKE` alike; then every text goes to the group that it is most like (Cutting, Karger, Pedersen
 * and Tukey, "Scatter/Gather", SIGIR 1992). Texts that are like no others are in none. Nothing is drawn
 * at random: the sample is every n-th text.
 */
export function* clustersOf(vectors: readonly Vector[]): Pieces<Cluster[]> {
  const used = vectors.flatMap((vector, at) => (vector.size > 0 ? at : []))
  const step = Math.max(1, used.length / MOST_TOGETHER)
  const sample = Array.from({ length: Math.min(used.length, MOST_TOGETHER) }, (_, at) => used[Math.floor(at * step)]!)
  yield
  const seeds = (yield* linked(sample.map(at => vectors[at]!)))
    .filter(members => members.length >= LEAST_TEXTS)
    .map(members => ({ mean: meanOf(members.map(at => vectors[sample[at]!]!)), members: [] as number[] }))
  for (const at of used) nearestOf(vectors[at]!, seeds)?.members.push(at)
  return seeds
    .filter(({ members }) => members.length >= LEAST_TEXTS)
    .sort((a, b) => b.members.length - a.members.length || a.members[0]! - b.members[0]!)
}

/** The group that a text is most like; null: it is like none. */
export function nearestOf<T extends Pick<Cluster, 'mean'>>(vector: Vector, clusters: readonly T[]): T | null {
  let [best, most]: [T | null, number] = [null, ALIKE]
  for (const cluster of clusters) {
    const alike = likeness(vector, cluster.mean)
    if (alike >= most) [best, most] = [cluster, alike]
  }
  return best
}

function* linked(vectors: readonly Vector[]): Pieces<number[][]> {
  if (vectors.length < 2) return vectors.map((_, at) => [at])
  const distances: number[][] = vectors.map(() => [])
  for (const [at, vector] of vectors.entries()) {
    for (let other = 0; other <= at; other++) {
      const distance = other === at ? 0 : 1 - likeness(vector, vectors[other]!)
      distances[at]![other] = distance
      distances[other]![at] = distance
    }
    if (at % 50 === 49) yield
  }
  yield
  const tree = agnes(distances, { method: 'average', isDistanceMatrix: true })
  yield
  return tree.cut(1 - ALIKE).map(cluster => cluster.indices())
}
