import { Turns } from './turns.ts'

/** A question, for as long as somebody waits for its answer: it may need many turns, one after the other. */
export interface Asking {
  readonly whose: string
  /** Milliseconds that its turns have taken so far. */
  usedMs: number
  /** Of the long questions that were begun: the how many-th; null: it is none of them. */
  begun: number | null
}

export const newAsking = (whose: string): Asking => ({ whose, usedMs: 0, begun: null })

interface Waiting<T> {
  asking: Asking
  one: T
}

/** Whatever has taken longer is a long question: those that an index answers take less. */
const SHORT_MS = 50

export const isShort = ({ usedMs }: Asking): boolean => usedMs <= SHORT_MS

/** So many turns of short questions may pass in a row while a long one waits. */
const IN_A_ROW = 3

/**
 * Who waits, and whose turn it is. Clients go round, and a short question goes before the long ones, which hardly notice. A
 * long one that was begun is answered before another one is begun: so few are under way at a time, and of many that are
 * asked together each is answered as soon as can be, not all of them at the end. But no client has two turns of long ones
 * in a row while another waits, whatever it has begun.
 */
export class Line<T> {
  readonly #short = new Turns<Waiting<T>>()
  readonly #long = new Turns<Waiting<T>>()
  readonly #begun = new Set<Waiting<T>>()
  #begins = 0
  #lastWhose: string | undefined
  #inARow = 0

  /** @returns takes it back: it waits no longer */
  add(asking: Asking, one: T): () => void {
    const waiting = { asking, one }
    if (asking.begun !== null) {
      this.#begun.add(waiting)
      return () => void this.#begun.delete(waiting)
    }
    const turns = isShort(asking) ? this.#short : this.#long
    turns.add(asking.whose, waiting)
    return () => turns.remove(asking.whose, waiting)
  }

  /** @param mayBeLong else only a short one comes to its turn @returns undefined: nobody waits */
  next(mayBeLong: boolean): T | undefined {
    const isLongThere = mayBeLong && (this.#begun.size > 0 || this.#long.whose !== undefined)
    const isShortNext = this.#short.whose !== undefined && (!isLongThere || this.#inARow < IN_A_ROW)
    if (mayBeLong) this.#inARow = isShortNext && isLongThere ? this.#inARow + 1 : 0
    return (isShortNext || !mayBeLong ? this.#short.next() : this.#nextLong())?.one
  }

  /** A long one has its turn: for those that need not wait, too. */
  begin(asking: Asking): void {
    asking.begun ??= this.#begins++
    this.#lastWhose = asking.whose
  }

  #nextLong(): Waiting<T> | undefined {
    const begun = [...this.#begun].sort((a, b) => a.asking.begun! - b.asking.begun!)
    const ofAnother = begun.find(({ asking }) => asking.whose !== this.#lastWhose)
    const next = ofAnother ?? this.#long.next(this.#lastWhose) ?? begun[0] ?? this.#long.next()
    if (next === undefined) return undefined
    this.#begun.delete(next)
    this.begin(next.asking)
    return next
  }
}
