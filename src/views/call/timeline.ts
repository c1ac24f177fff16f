import { type SvgNode, svg } from '../../charts/index.ts'
import type { Timeline } from '../../tools/view/schema.ts'
import { clock, drawn, h } from '../dom.ts'
import { SLOW_SECS } from './row.ts'
import { rowAtTime, type Times } from './times.ts'

const LABELS = 52
const NARROW = 480
/** Upper edge and height of each lane, in pixels. */
const LANES = { user: [10, 16], agent: [30, 16], tool: [50, 10], wait: [64, 22], mood: [90, 6] } as const
const AXIS = 112
const HEIGHT = 118
/** A wait of so many seconds is as high as its lane. */
const MOST_WAIT = 6

interface Options {
  timeline: Timeline
  times: Times
  /** Rows that are marked. */
  marked: readonly number[]
  /** A place was pointed at. */
  onGo(row: number, secs: number): void
}

/**
 * The whole call on one line of time. A lane is one path, however many turns it has. Where speech begins was recorded;
 * how long it lasts is estimated by its words.
 */
export class TimelineStrip {
  readonly element: HTMLElement
  readonly #options: Options
  readonly #picture = h('div', { class: 'strip-picture', 'aria-hidden': 'true' })
  readonly #cursor = h('div', { class: 'cursor', hidden: true })
  readonly #seen = h('div', { class: 'seen' })
  readonly #slider: HTMLElement
  #width = 0
  #row = 0

  constructor(options: Options) {
    this.#options = options
    this.#slider = h(
      'div',
      {
        class: 'strip',
        role: 'slider',
        tabindex: 0,
        'aria-label': 'Place in the call',
        'aria-valuemin': 0,
        'aria-valuemax': Math.round(options.times.end),
        keydown: (event: KeyboardEvent) => this.#key(event),
        pointerdown: (event: PointerEvent) => this.#point(event),
      },
      this.#picture,
      this.#seen,
      this.#cursor,
    )
    this.element = h('div', { class: 'timeline' }, this.#slider, legendOf(options))
    this.#say(0)
    new ResizeObserver(([entry]) => this.#resize(entry!.contentRect.width)).observe(this.#slider)
  }

  /** @param secs where the cursor stands */
  showAt(row: number, secs = this.#options.times.from[row] ?? 0): void {
    this.#row = row
    this.#cursor.hidden = false
    this.#cursor.style.transform = `translateX(${this.#x(secs).toFixed(1)}px)`
    this.#say(secs)
  }

  /** The rows that the transcript shows now. */
  showSeen(first: number, last: number): void {
    const { from, to } = this.#options.times
    const [left, right] = [this.#x(from[first] ?? 0), this.#x(to[last] ?? 0)]
    this.#seen.style.transform = `translateX(${left.toFixed(1)}px) scaleX(${Math.max(2, right - left).toFixed(1)})`
  }

  #say(secs: number): void {
    const { timeline, times } = this.#options
    const who = { u: 'caller', a: 'agent', t: 'tool' }[timeline.who[this.#row] ?? ''] ?? 'other'
    this.#slider.setAttribute('aria-valuenow', String(Math.round(secs)))
    const time = times.known ? `${clock(secs)}, ` : ''
    this.#slider.setAttribute('aria-valuetext', `${time}turn ${timeline.turn[this.#row] ?? 0}, ${who}`)
  }

  get #left(): number {
    return this.#width < NARROW ? 0 : LABELS
  }

  #x(secs: number): number {
    return this.#left + (secs / this.#options.times.end) * (this.#width - this.#left)
  }

  #resize(width: number): void {
    if (width === this.#width || width === 0) return
    this.#width = width
    this.#picture.replaceChildren(drawn(pictureOf(this.#options, width, this.#left, secs => this.#x(secs))))
    if (!this.#cursor.hidden) this.showAt(this.#row)
  }

  #point({ clientX }: PointerEvent): void {
    const { left } = this.#slider.getBoundingClientRect()
    const { times, onGo } = this.#options
    const share = (clientX - left - this.#left) / Math.max(1, this.#width - this.#left)
    const secs = Math.max(0, Math.min(1, share)) * times.end
    onGo(rowAtTime(times, secs), secs)
  }

  #key(event: KeyboardEvent): void {
    const { times, onGo } = this.#options
    const last = times.from.length - 1
    const moves: Record<string, number> = {
      ...{ ArrowRight: this.#row + 1, ArrowUp: this.#row + 1, ArrowLeft: this.#row - 1, ArrowDown: this.#row - 1 },
      ...{ PageUp: this.#row + 10, PageDown: this.#row - 10, Home: 0, End: last },
    }
    const wanted = moves[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    const row = Math.max(0, Math.min(last, wanted))
    onGo(row, times.from[row] ?? 0)
  }
}

function pictureOf(
  { timeline, times, marked }: Options,
  width: number,
  left: number,
  x: (secs: number) => number,
): SvgNode {
  const { who, interrupted, failed, silences, felt, sentiment } = timeline
  const { from, to } = times
  const rows = (letter: string): number[] => [...who].flatMap((one, row) => (one === letter ? row : []))
  const span = (row: number, [top, height]: readonly [number, number]): string => {
    const start = x(from[row]!)
    return `M${start.toFixed(1)} ${top}h${Math.max(1.5, x(to[row]!) - start - 0.5).toFixed(1)}v${height}H${start.toFixed(1)}z`
  }
  const path = (name: string, parts: readonly string[]): SvgNode | null =>
    parts.length === 0 ? null : svg('path', { class: name, d: parts.join('') })
  const bad = new Set(failed)
  const tools = rows('t')
  const [waitTop, waitHeight] = LANES.wait
  const wait = ([row, secs]: readonly [number, number]): string => {
    const height = (Math.min(secs, MOST_WAIT) / MOST_WAIT) * waitHeight
    return `M${x(from[row]!).toFixed(1)} ${waitTop + waitHeight}v${(-Math.max(1, height)).toFixed(1)}h2.5V${waitTop + waitHeight}z`
  }
  const moods = sentiment.map(([row, score], at) => {
    const end = x(from[sentiment[at + 1]?.[0] ?? -1] ?? times.end)
    const [top, height] = LANES.mood
    return {
      score,
      path: `M${x(from[row]!).toFixed(1)} ${top}H${end.toFixed(1)}v${height}H${x(from[row]!).toFixed(1)}z`,
    }
  })
  const mood = (name: string, is: (score: number) => boolean): SvgNode | null =>
    path(
      name,
      moods.filter(({ score }) => is(score)).map(one => one.path),
    )
  const silence = silences.filter(([, secs]) => secs > 0 && times.known)
  return svg(
    'svg',
    { class: 'chart strip-chart', viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT },
    path(
      'silence',
      silence.map(
        ([row, secs]) =>
          `M${x(from[row]! - secs).toFixed(1)} 6H${x(from[row]!).toFixed(1)}V60H${x(from[row]! - secs).toFixed(1)}z`,
      ),
    ),
    path(
      'caller',
      rows('u').map(row => span(row, LANES.user)),
    ),
    path(
      'agent',
      rows('a').map(row => span(row, LANES.agent)),
    ),
    path(
      'tool',
      tools.filter(row => !bad.has(row)).map(row => span(row, LANES.tool)),
    ),
    path(
      'failed',
      tools.filter(row => bad.has(row)).map(row => span(row, LANES.tool)),
    ),
    path(
      'cut',
      interrupted.map(row => `M${x(to[row]!).toFixed(1)} 28v20`),
    ),
    path('wait', felt.filter(([, secs]) => secs <= SLOW_SECS).map(wait)),
    path('slow', felt.filter(([, secs]) => secs > SLOW_SECS).map(wait)),
    mood('mood-good', score => score > 0.2),
    mood('mood-even', score => score >= -0.2 && score <= 0.2),
    mood('mood-bad', score => score < -0.2),
    path(
      'mark',
      marked.map(row => `M${(x(from[row]!) - 4).toFixed(1)} 0h8l-4 7z`),
    ),
    ...(left > 0 ? labels(timeline) : []),
    ...axis(times, x, width),
  )
}

function labels({ who, felt, sentiment }: Timeline): SvgNode[] {
  const there: [keyof typeof LANES, string, boolean][] = [
    ['user', 'Caller', true],
    ['agent', 'Agent', true],
    ['tool', 'Tools', who.includes('t')],
    ['wait', 'Waits', felt.length > 0],
    ['mood', 'Mood', sentiment.length > 0],
  ]
  return there.flatMap(([lane, name, is]) => {
    const [top, height] = LANES[lane]
    return is ? [svg('text', { class: 'muted', x: 0, y: top + height / 2 + 4 }, name)] : []
  })
}

/** Round times, as many as have room. */
function axis({ known, end }: Times, x: (secs: number) => number, width: number): SvgNode[] {
  if (!known) return []
  const step = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].find(secs => end / secs <= width / 80) ?? 7200
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => at * step)
  return ticks.map(secs => {
    const anchor = secs === 0 ? 'start' : x(secs) > width - 20 ? 'end' : 'middle'
    return svg('text', { class: 'muted', x: x(secs), y: AXIS, 'text-anchor': anchor }, clock(secs))
  })
}

/** What the colours mean, as far as they are there. */
function legendOf({ timeline, times, marked }: Options): HTMLElement {
  const { who, interrupted, failed, silences, felt } = timeline
  const entries: [string, string, boolean][] = [
    ['caller', 'Caller', true],
    ['agent', 'Agent', true],
    ['tool', 'Tool', who.includes('t') && failed.length < who.split('t').length - 1],
    ['failed', 'Failed tool', failed.length > 0],
    ['cut', 'Interrupted', interrupted.length > 0],
    ['silence', 'Silence', silences.some(([, secs]) => secs > 0)],
    ['slow', `Wait over ${SLOW_SECS} s`, felt.some(([, secs]) => secs > SLOW_SECS)],
    ['mark', 'Marked', marked.length > 0],
  ]
  const shown = entries.filter(([, , is]) => is).map(([name, text]) => h('span', { class: `key key-${name}` }, text))
  const note = times.known
    ? 'Length of speech is estimated from its words.'
    : 'This call has no times: turns side by side.'
  return h('p', { class: 'legend' }, ...shown, h('span', { class: 'muted' }, note))
}
