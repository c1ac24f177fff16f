import { COMMON_DIALOGUES } from './dialogues-common.ts'
import { chance, pick, type Random } from './random.ts'
import type { Cue, CueKind, Scene } from './screenplay.ts'
import { fill, type Slots } from './slots.ts'

export type Outcome = 'success' | 'failure' | 'unknown'

/** A cue with its words chosen and its slots filled: ready to be performed. */
export interface Line {
  kind: CueKind
  text: string
}

/** What decides between the flags and the alternatives of a scene. */
export interface Variant {
  random: Random
  slots: Slots
  outcome: Outcome
  version: number
  medium: 'phone' | 'web' | 'chat'
  /** The agent's scenes, for a second request; those are named "more …". */
  scenes: ReadonlyMap<string, Scene>
}

const CAPTIONS = new Set<CueKind>(['title', 'sum', 'data'])
const LEAVES_THE_AGENT = new Set<CueKind>(['human', 'end', 'voicemail'])

export function writeScript(scene: Scene, variant: Variant): Line[] {
  const lines: Line[] = []
  for (const cue of scene.cues) {
    if (CAPTIONS.has(cue.kind) || !applies(cue, variant)) continue
    lines.push(...expand(cue, scene, variant))
    if (LEAVES_THE_AGENT.has(cue.kind)) break
  }
  return lines
}

/** Title, summary or collected data of the call, as the outcome wants it. */
export function caption(scene: Scene, kind: 'title' | 'sum' | 'data', variant: Variant): string {
  const cue = scene.cues.find(cue => cue.kind === kind && applies(cue, variant))
  return cue ? chooseText(cue, variant) : ''
}

function applies(cue: Cue, { random, outcome, version, medium }: Variant): boolean {
  if (cue.kind === 'keys' && medium !== 'phone') return false
  return [...cue.flags].every(flag => {
    if (flag === '+') return outcome === 'success'
    if (flag === '-') return outcome === 'failure'
    if (flag === '?') return chance(random, 0.5)
    return version === Number(flag)
  })
}

function expand(cue: Cue, scene: Scene, variant: Variant): Line[] {
  const common = (name: string) => writeScript(COMMON_DIALOGUES.get(`${name} ${scene.language}`)!, variant)
  switch (cue.kind) {
    case 'bye':
      return common('bye')
    case 'human':
      if (variant.medium === 'phone') return [...common('human'), asLine(cue, variant)]
      // Only telephone calls can be put through; most agents know.
      return chance(variant.random, 0.4) ? [...common('human'), asLine(cue, variant), ...common('no human')] : []
    case 'more': {
      const requests = [...variant.scenes.values()].filter(({ name }) => name.startsWith('more '))
      return chance(variant.random, 0.5) ? writeScript(pick(variant.random, requests), variant) : []
    }
    default:
      return [asLine(cue, variant)]
  }
}

function asLine(cue: Cue, variant: Variant): Line {
  return { kind: cue.kind, text: chooseText(cue, variant) }
}

function chooseText(cue: Cue, variant: Variant): string {
  return fill(pick(variant.random, cue.texts), variant.slots)
}
