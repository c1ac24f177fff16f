import type { Json } from '../world.ts'
import type { Call } from './call.ts'
import { chance, pick, whole } from './random.ts'

const PRAISE = [
  'Quick and friendly.',
  'Did not have to wait at all',
  'Better than the old menu!',
  'Solved, thanks',
  'ok',
]
const BLAME = [
  'Could not help me.',
  'It kept apologising but did nothing',
  'I want a human next time!',
  'Useless',
  'no',
]
const WAITING = ['Too slow, long pauses', 'I had to say everything twice.', 'Says nothing for ages']

/** About every fifth caller rates the call. */
export function feedbackOf({ random, outcome, channel, slowLine }: Call): Json {
  const nothing = { type: null, overall_score: null, likes: 0, dislikes: 0, rating: null, comment: null }
  if (outcome === 'unknown' || channel.outbound || !chance(random, 0.22)) return nothing
  const good = chance(random, outcome === 'success' ? 0.9 : 0.12)
  const comment = chance(random, 0.55) ? pick(random, good ? PRAISE : slowLine ? WAITING : BLAME) : null
  if (channel.medium !== 'phone' && chance(random, 0.3)) {
    const likes = good ? 1 : 0
    return { ...nothing, type: 'thumbs', overall_score: good ? 'like' : 'dislike', likes, dislikes: 1 - likes }
  }
  return { ...nothing, type: 'rating', rating: whole(random, good ? 4 : 1, good ? 5 : 3), comment }
}
