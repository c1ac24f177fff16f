import type { ViewAnswer } from '../../tools/view/schema.ts'
import type { Bridge } from '../bridge.ts'
import { clock, h } from '../dom.ts'

/** A larger recording would take the page's memory. */
const MOST_BYTES = 48 * 1024 * 1024
const SPEEDS = [1, 1.25, 1.5, 2, 0.75]

/** Plays the recording of a call; it is read when somebody first wants to hear it, in pieces. */
export class Player {
  readonly element: HTMLElement
  readonly #audio = h('audio', { preload: 'auto' })
  readonly #play: HTMLButtonElement
  readonly #speed: HTMLButtonElement
  readonly #time = h('span', { class: 'time-shown' }, '0:00')
  readonly #said = h('span', { class: 'muted', role: 'status' })
  readonly #id: string
  readonly #bridge: Bridge
  #loading: Promise<void> | null = null

  /** @param onTime the second that is heard */
  constructor(id: string, bridge: Bridge, onTime: (secs: number) => void) {
    this.#id = id
    this.#bridge = bridge
    this.#play = h(
      'button',
      { type: 'button', class: 'play', 'aria-label': 'Play', click: () => void this.#toggle() },
      '▶',
    )
    this.#speed = h(
      'button',
      { type: 'button', class: 'speed', 'aria-label': 'Speed: 1', click: () => this.#faster() },
      '1×',
    )
    this.element = h(
      'div',
      { class: 'player', role: 'group', 'aria-label': 'Recording' },
      ...[this.#play, this.#time, this.#speed, this.#said, this.#audio],
    )
    const shows = (playing: boolean) => () => {
      this.#play.textContent = playing ? '❚❚' : '▶'
      this.#play.setAttribute('aria-label', playing ? 'Pause' : 'Play')
    }
    this.#audio.addEventListener('play', shows(true))
    this.#audio.addEventListener('pause', shows(false))
    this.#audio.addEventListener('timeupdate', () => {
      const { currentTime, duration } = this.#audio
      this.#time.textContent = clock(currentTime) + (Number.isFinite(duration) ? ` / ${clock(duration)}` : '')
      onTime(currentTime)
    })
  }

  /** Somebody has pressed play, so that a seek may sound. */
  get isLoaded(): boolean {
    return this.#audio.readyState > 0
  }

  seek(secs: number): void {
    if (this.isLoaded) this.#audio.currentTime = secs
  }

  async #toggle(): Promise<void> {
    try {
      this.#loading ??= this.#load()
      await this.#loading
      if (this.#audio.paused) await this.#audio.play()
      else this.#audio.pause()
    } catch (error) {
      this.#loading = null
      this.#said.textContent = `The recording cannot be played: ${(error as Error).message}`
    }
  }

  #faster(): void {
    const speed = SPEEDS[(SPEEDS.indexOf(this.#audio.playbackRate) + 1) % SPEEDS.length]!
    this.#audio.playbackRate = speed
    this.#speed.textContent = `${speed}×`
    this.#speed.setAttribute('aria-label', `Speed: ${speed}`)
  }

  /** As a data address: the frame may load nothing from elsewhere. */
  async #load(): Promise<void> {
    const pieces: string[] = []
    let [got, size, type] = [0, 1, '']
    while (got < size) {
      const input = { conversation_id: this.#id, audio_byte: got }
      const { recording } = (await this.#bridge.callTool('view_conversation', input)) as unknown as ViewAnswer
      if (!recording || recording.data === '') throw new Error('it ended early.')
      ;({ size, type } = recording)
      if (size > MOST_BYTES)
        throw new Error(`it has ${Math.round(size / 1024 / 1024)} MB, more than this page can hold.`)
      pieces.push(recording.data)
      got += bytesOf(recording.data)
      this.#said.textContent = got < size ? `Loading the recording, ${Math.floor((got / size) * 100)} %` : ''
    }
    const ready = new Promise<void>((resolve, reject) => {
      this.#audio.addEventListener('loadedmetadata', () => resolve(), { once: true })
      this.#audio.addEventListener('error', () => reject(new Error('this browser does not know its format.')), {
        once: true,
      })
    })
    // All pieces but the last are whole groups of four letters, without padding.
    this.#audio.src = `data:${/^audio\/[\w.+-]+$/.test(type) ? type : 'audio/mpeg'};base64,${pieces.join('')}`
    await ready
  }
}

/** Of base64. */
const bytesOf = (data: string): number => (data.length / 4) * 3 - (data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0)
