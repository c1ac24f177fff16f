import type { MessageHit } from '../domain/conversation.ts'
import { newScope } from './finder.ts'
import type { Mask, Replacement } from './mask.ts'
import { visible } from './visible.ts'

type Parts = MessageHit['highlights']

/** The parts of one text, masked as the text is: a number of which only the middle is marked is one number. */
export function maskHighlights(highlights: Parts, mask: Mask): Parts {
  let parts = highlights.map(part => ({ ...part, text: visible(part.text) }))
  let changed = false
  for (;;) {
    const all = mask.replacements(parts.map(part => part.text).join(''), newScope())
    if (all.length === 0) return changed ? parts : highlights
    parts = splice(parts, all)
    changed = true
  }
}

/** A pseudonym is a part of its own, marked where anything of what it stands for was. */
function splice(parts: Parts, all: readonly Replacement[]): Parts {
  const result: Parts = []
  const add = (text: string, isHit: boolean) => {
    if (text !== '') result.push({ text, isHit })
  }
  const marked = new Set<Replacement>()
  const placed = parts.map((part, at) => {
    const start = parts.slice(0, at).reduce((length, { text }) => length + text.length, 0)
    const end = start + part.text.length
    const touched = all.filter(one => one.start < end && one.end > start)
    if (part.isHit) for (const one of touched) marked.add(one)
    return { ...part, start, end, touched }
  })
  for (const { text, isHit, start, end, touched } of placed) {
    let from = start
    for (const one of touched) {
      add(text.slice(from - start, Math.max(one.start - start, 0)), isHit)
      if (one.start >= start) add(one.text, marked.has(one))
      from = Math.min(one.end, end)
    }
    add(text.slice(from - start), isHit)
  }
  return result
}
