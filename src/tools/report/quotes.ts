import { type Child, h } from './elements.ts'

/** Whoever spoke, as people call them. */
const SPEAKERS: Record<string, string> = { user: 'Caller', agent: 'Agent', tool: 'Tool' }

/** A line of a transcript, `1 0:05 user: hello`, as its time, who spoke, and the words. */
export function quotedLine(line: string): Child[] {
  const { time, who, rest } =
    /^(?:> )?\d+ (?<time>[\d:]+) (?<who>user|agent|tool)\b:? ?(?<rest>.*)$/s.exec(line)?.groups ?? {}
  if (time === undefined || rest === undefined) return [line]
  return [h('span', { class: 'time' }, time), ' ', h('b', {}, SPEAKERS[who!]), ` ${rest}`]
}
