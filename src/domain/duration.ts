/* By itself, because a start needs it and nothing else that knows of times. */

/** A duration in seconds, rounded to whole ones: 0:09, 4:21, 1:02:09. */
export function formatDuration(secs: number | null): string {
  if (secs === null || !Number.isFinite(secs)) return 'unknown'
  const total = Math.round(Math.abs(secs))
  const sign = secs < 0 && total > 0 ? '-' : ''
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  const tail = String(seconds).padStart(2, '0')
  return hours > 0 ? `${sign}${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${sign}${minutes}:${tail}`
}
