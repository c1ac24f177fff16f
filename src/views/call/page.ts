import type { ViewAnswer } from '../../tools/view/schema.ts'
import { state } from '../app.ts'
import type { Bridge } from '../bridge.ts'
import { h } from '../dom.ts'
import { barOf, headOf, sideOf } from './facts.ts'
import type { Marks } from './marks.ts'
import { Player } from './player.ts'
import { Rows } from './rows.ts'
import { TimelineStrip } from './timeline.ts'
import { rowAtTime, timesOf } from './times.ts'
import { Transcript } from './transcript.ts'

/** The page of one call. @throws what the server says where the call cannot be read */
export async function callPage(id: string, marks: Marks, bridge: Bridge): Promise<HTMLElement> {
  const { call, rows: first = [] } = (await bridge.callTool('view_conversation', {
    conversation_id: id,
  })) as unknown as ViewAnswer
  if (!call) throw new Error('The server sent no call.')
  const { timeline, metadata } = call
  const rows = new Rows(id, first, bridge)
  const times = timesOf(timeline, metadata.duration_secs)
  const rowOfTurn = (turn: number): number =>
    Math.max(
      0,
      timeline.turn.findLastIndex(at => at <= turn),
    )
  const marked = [...marks.reasons.keys()].map(rowOfTurn).sort((a, b) => a - b)
  let current = 0

  const go = (row: number, secs = times.from[row] ?? 0): void => {
    current = row
    transcript.goTo(row)
    strip.showAt(row, secs)
    if (times.known) player?.seek(secs)
  }
  const heard = (secs: number): void => {
    current = rowAtTime(times, secs)
    strip.showAt(current, secs)
    transcript.follow(current)
  }
  const step = (by: 1 | -1): void => {
    const next = by === 1 ? marked.find(row => row > current) : marked.findLast(row => row < current)
    go(next ?? marked.at(by === 1 ? 0 : -1)!)
  }
  const player = call.recording === 'available' ? new Player(id, bridge, heard) : null
  const strip = new TimelineStrip({ timeline, times, marked, onGo: go })
  const transcript = new Transcript({
    ...{ timeline, rows, marks, onTime: go },
    onView: (from, to) => strip.showSeen(from, to),
  })
  if (marks.turn !== undefined || marked.length > 0) {
    current = marks.turn === undefined ? marked[0]! : rowOfTurn(marks.turn)
    transcript.goTo(current)
    strip.showAt(current)
  }
  const isEmpty = timeline.turn.length === 0
  return h(
    'article',
    { class: 'call', attached: () => transcript.start() },
    headOf(call, id),
    !isEmpty && strip.element,
    player?.element,
    call.recording === 'off' &&
      h('p', { class: 'muted' }, 'A recording is kept. Start the server with --audio on to hear it here.'),
    h(
      'div',
      { class: 'columns' },
      h(
        'section',
        { class: 'said-section' },
        barOf(timeline.turn.length, marked.length, step),
        isEmpty ? state('No transcript', call.notes[0]) : transcript.element,
      ),
      sideOf(call, id),
    ),
  )
}
