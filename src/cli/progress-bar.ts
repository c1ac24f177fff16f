import { SingleBar } from 'cli-progress'
import { formatDuration } from '../domain/time.ts'
import type { CopyProgress, Progress } from '../mirror/mirror.ts'
import { formatCount, plural } from '../render/text.ts'

/** Things done, of how many. */
interface Steps {
  done: number
  total: number | null
}

/** A line on standard error that tells how far something is, until `end`. */
function progressBar<T extends Steps>(
  wordsFor: (progress: T) => string,
): { onProgress(progress: T): void; end(): void } {
  // It is drawn on standard error, and only where that is a terminal.
  const bar = new SingleBar({ format: '[{bar}] {words}', barsize: 24, clearOnComplete: true, hideCursor: true })
  let isStarted = false
  return {
    onProgress(progress) {
      const { done, total } = progress
      const words = wordsFor(progress)
      // Of an unknown number nothing is done yet; of none, all would be.
      const [most, drawn] = total === null ? [1, 0] : [total, done]
      if (!isStarted) bar.start(most, drawn, { words })
      isStarted = true
      bar.setTotal(most)
      bar.update(drawn, { words })
    },
    end: () => bar.stop(),
  }
}

/** How far the reading of calls is: count, rate and time left, as far as they are known. */
export function syncWords({ phase, done, total, ratePerSec, secsLeft }: Progress): string {
  const what = phase === 'lists' ? 'listed' : 'list entries and transcripts synced'
  return [
    total === null ? `${formatCount(done)} ${what}` : `${formatCount(done)} of ${formatCount(total)} ${what}`,
    ratePerSec !== null && `${ratePerSec.toFixed(ratePerSec < 10 ? 1 : 0)}/s`,
    secsLeft !== null && `${formatDuration(Math.ceil(secsLeft))} left`,
  ]
    .filter(part => part !== false)
    .join(' · ')
}

/** How far a copy of the archive is. */
export const copyWords = ({ phase, done, total }: CopyProgress): string =>
  `${formatCount(done)} of ${plural(total, 'call')} ${phase === 'copy' ? 'copied' : 'compared once more'}`

export const syncBar = () => progressBar(syncWords)
export const copyBar = () => progressBar(copyWords)
