import { AGENTS, type AgentKey, type SampleAgent } from './agents.ts'
import { daysBefore, startTimes } from './calendar.ts'
import type { Call, Channel } from './call.ts'
import { CLINIC_DIALOGUES } from './dialogues-clinic.ts'
import { COMMON_DIALOGUES } from './dialogues-common.ts'
import { ENERGY_DIALOGUES } from './dialogues-energy.ts'
import { ORDER_DIALOGUES } from './dialogues-orders.ts'
import { DEPOT_DIALOGUES, PARCEL_DIALOGUES } from './dialogues-parcels.ts'
import { inventCaller } from './people.ts'
import type { Chapter } from './plan.ts'
import { chance, pick, type Random, sampleId, seeded, shuffled, whole } from './random.ts'
import type { Scene } from './screenplay.ts'
import { caption, type Line, type Outcome, type Variant, writeScript } from './script.ts'
import { fillSlots } from './slots.ts'

const OLD_SHAPE_DAYS = 45
const ASIDES = [...COMMON_DIALOGUES.values()].filter(({ name }) => name.startsWith('aside '))
const REMINDERS = ["It's me again, I called the other day. ", 'I already called about something, um, this week. ']
const OUTCOMES: Outcome[] = ['success', 'failure', 'unknown']
const SCENES: Record<AgentKey, ReadonlyMap<string, Scene>> = {
  orders: ORDER_DIALOGUES,
  clinic: CLINIC_DIALOGUES,
  energy: ENERGY_DIALOGUES,
  parcels: PARCEL_DIALOGUES,
  depot: DEPOT_DIALOGUES,
}

/** The calls of a chapter, in the order of time. */
export function castChapter(chapter: Chapter, now: number): Call[] {
  const random = seeded(chapter.name)
  const roles = shuffled(random, rolesOf(chapter.scenes))
  const starts = startTimes(random, roles.length, chapter.days, chapter.hours, AGENTS[chapter.agent].timezone, now)
  const before: Call[] = []
  for (const [rank, { scene, outcome }] of roles.entries()) {
    // About every fifth caller has called a few calls ago already.
    const known = chance(random, 0.22) ? before.at(-whole(random, 1, 4)) : undefined
    const call = castCall({
      chapter,
      scene,
      outcome,
      start: starts[rank]!,
      seed: `${chapter.name} ${rank}`,
      known,
      now,
    })
    before.push(call)
  }
  return before
}

export interface Role {
  chapter: Pick<Chapter, 'agent' | 'version' | 'slowLine'>
  scene: string
  outcome: Outcome
  start: number
  /** All that is random in the call follows from it. */
  seed: string
  /** An earlier call whose caller may be calling again. */
  known?: Call | undefined
  now: number
}

export function castCall({ chapter, scene: name, outcome, start, seed, known, now }: Role): Call {
  const random = seeded(seed)
  const agent = AGENTS[chapter.agent]
  const scene = SCENES[agent.key].get(name) ?? COMMON_DIALOGUES.get(name)
  if (!scene) throw new Error(`The sample dialogues have no scene "${name}"`)
  const callsAgain = known?.language === scene.language
  const caller = callsAgain ? known.caller : inventCaller(random, scene.language)
  const channel = chooseChannel(random, agent, scene)
  const slots = fillSlots(random, caller, scene.language, start)
  const variant: Variant = {
    random,
    slots,
    outcome,
    version: chapter.version,
    medium: channel.medium,
    scenes: SCENES[agent.key],
  }
  const lines = writeScript(scene, variant)
  return {
    id: sampleId('conv', seed),
    random,
    scene: scene.name,
    agent,
    version: agent.versions.find(({ seq }) => seq === chapter.version)!,
    status: 'done',
    start,
    language: scene.language,
    channel,
    caller,
    outcome,
    slots,
    lines: greeted(agent, scene.language === 'en' ? strayed(variant, lines, callsAgain) : lines),
    slowLine: chapter.slowLine ?? false,
    analysed: true,
    oldShape: start < daysBefore(now, OLD_SHAPE_DAYS),
    title: caption(scene, 'title', variant),
    summary: caption(scene, 'sum', variant),
    collected: namedValues(caption(scene, 'data', variant)),
    error: null,
    ending: null,
  }
}

function rolesOf(scenes: string): Pick<Role, 'scene' | 'outcome'>[] {
  return [...scenes.matchAll(/([^\s,].*?) (\d+)\/(\d+)\/(\d+)/g)].flatMap(([, scene, ...counts]) =>
    OUTCOMES.flatMap((outcome, index) => Array(Number(counts[index])).fill({ scene, outcome })),
  )
}

function chooseChannel(random: Random, agent: SampleAgent, scene: Scene): Channel {
  if (scene.outbound) return { source: 'sip_trunk', medium: 'phone', outbound: true }
  if (scene.chat || chance(random, 0.07))
    return { source: pick(random, ['widget', 'react_sdk']), medium: 'chat', outbound: false }
  const source = pick(random, agent.sources)
  return { source, medium: source === 'twilio' || source === 'sip_trunk' ? 'phone' : 'web', outbound: false }
}

function greeted(agent: SampleAgent, lines: Line[]): Line[] {
  return lines[0]?.kind === 'first' ? lines : [{ kind: 'first', text: agent.firstMessage }, ...lines]
}

/** Not every caller keeps to the point: some say that they call again, some ask for other things on the way. */
function strayed(variant: Variant, lines: Line[], callsAgain: boolean): Line[] {
  const { random, medium } = variant
  const opening = lines.findIndex(({ kind }) => kind === 'user')
  return lines.flatMap((line, index) => {
    if (line.kind !== 'user') return [line]
    if (index === opening && callsAgain && medium !== 'chat' && chance(random, 0.6))
      return [{ ...line, text: pick(random, REMINDERS) + line.text }]
    const room = medium !== 'chat' && index > opening && index < lines.length - 3
    return room && chance(random, 0.12) ? [line, ...writeScript(pick(random, ASIDES), variant)] : [line]
  })
}

function namedValues(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('; ')
      .filter(Boolean)
      .map(pair => pair.split('=') as [string, string]),
  )
}
