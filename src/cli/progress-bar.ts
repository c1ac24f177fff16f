import { SingleBar } from 'cli-progress'
import { formatDuration } from '../domain/time.ts'
import type { Progress } from '../mirror/mirror.ts'
import { formatCount } from '../render/text.ts'

/** A line on standard error that tells how far the reading of calls is, until `end`. */
export function progressBar(): { onProgress(progress: Progress): void; end(): void } {
  // It is drawn on standard error, and only where that is a terminal.
  const bar = new SingleBar({ format: '[{bar}] {words}', barsize: 24, clearOnComplete: true, hideCursor: true })
  let isStarted = false
  return {
    onProgress(progress) {
      const { done, total } = progress
      const words = wordsFor(progress)
      if (!isStarted) bar.start(total ?? 0, done, { words })
      isStarted = true
      bar.setTotal(total ?? 0)
      bar.update(total === null ? 0 : done, { words })
    },
    end: () => bar.stop(),
  }
}

/** Count, rate and time left, as far as they are known. */
export function wordsFor({ phase, done, total, ratePerSec, secsLeft }: Progress): string {
  const what = phase === 'lists' ? 'listed' : 'list entries and transcripts synced'
  return [
    total === null ? `${formatCount(done)} ${what}` : `${formatCount(done)} of ${formatCount(total)} ${what}`,
    ratePerSec !== null && `${ratePerSec.toFixed(ratePerSec < 10 ? 1 : 0)}/s`,
    secsLeft !== null && `${formatDuration(Math.ceil(secsLeft))} left`,
  ]
    .filter(part => part !== false)
    .join(' · ')
}
