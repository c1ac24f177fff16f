import { isDeepStrictEqual } from 'node:util'
import { loadConfig } from '../../config.ts'
import { UserInputError } from '../../errors.ts'
import type { RawSettings } from '../../settings.ts'
import { LIBSQL } from '../../version.ts'
import { CLIENT_NAMES, CLIENTS, type Client, type ClientName, NO_KEY, type Place } from './clients.ts'
import { edited, readText, wanted } from './edit.ts'
import { type Entry, entryFor } from './entry.ts'
import { find, replace } from './file.ts'
import { installLink } from './install-link.ts'

export interface SetupOptions {
  client?: ClientName
  name: string
  print?: boolean
  link?: boolean
  yes?: boolean
  replace?: boolean
}

/** Who is told and asked; `ask` is undefined where nobody can answer. */
export interface Person {
  say(text: string): void
  ask: ((question: string) => Promise<boolean>) | undefined
}

/**
 * Puts this server into a client's configuration: shows the entry and its file, asks, keeps a copy of the file, and
 * changes nothing else in it. A second time it finds nothing to do.
 * @throws UserInputError where no client is named or nobody consented
 * @throws ConfigurationError where a setting is wrong, or the file cannot be read or changed; it is as it was
 */
export async function setUp(
  options: SetupOptions,
  settings: RawSettings,
  place: Place,
  { say, ask }: Person,
): Promise<void> {
  const { name } = options
  if (options.client === undefined) throw new UserInputError(`Name the client: --client ${CLIENT_NAMES.join(' | ')}.`)
  const client: Client = CLIENTS[options.client]
  if (!/^[a-z0-9][\w-]{0,63}$/i.test(name)) {
    throw new UserInputError('--name takes letters, digits, - and _, for example conversations-eu.')
  }
  // Refused here as the server would refuse it.
  await loadConfig(settings, place.env)
  const { entry, input, needsKey } = entryFor(client, name, settings, place)
  if (options.link) return say(installLink(options.client, name, entry, input))
  const path = client.file(place)
  const next = [needsKey ? client.keyAdvice : '', client.startAdvice].join(' ').trim()
  say(`For ${client.title}, in ${path}:\n${shown(wanted({}, client, name, entry, input))}`)
  if (place.noArchive !== null && !entry.args.includes(LIBSQL) && settings.store === undefined) say(place.noArchive)
  if (options.print) return say(next)
  const found = find(path)
  const content = readText(found.text ?? '', path, client)
  const before = (content[client.root] as Record<string, unknown> | undefined)?.[name]
  const goal = wanted(content, client, name, withKeyOf(before, entry), input)
  if (isDeepStrictEqual(content, goal)) return say(`This is there already; nothing was changed. ${client.startAdvice}`)
  const isOther = before !== undefined
  if (isOther) say(`The file has another entry of that name:\n${shown(before)}`)
  await consent(isOther, options, ask)
  const copy = replace(found, edited(found.text ?? '', path, client, name, goal))
  const kept = copy === null ? '' : ` What was there before is in ${copy}.`
  const hasKey = (withKeyOf(before, entry).env?.ELEVENLABS_API_KEY ?? NO_KEY) !== NO_KEY && client.key === NO_KEY
  say(`Written to ${path}.${kept}\n${hasKey ? client.startAdvice : next}`)
}

/** @throws UserInputError where the person does not want it, or nobody can be asked */
async function consent(isOther: boolean, { yes, replace }: SetupOptions, ask: Person['ask']): Promise<void> {
  if (replace || (yes && !isOther)) return
  if (ask !== undefined && !yes) {
    if (await ask(isOther ? 'Replace that entry? [y/N] ' : 'Write this? [y/N] ')) return
    throw new UserInputError('Nothing was written.')
  }
  throw new UserInputError(
    isOther
      ? 'Nothing was written. Replace the entry with --replace, or choose another name with --name.'
      : 'Nothing was written. Confirm with --yes.',
  )
}

/** A client that takes values as they stand holds the key that a person put there: it stays. */
function withKeyOf(before: unknown, entry: Entry): Entry {
  const key = (before as Partial<Entry> | undefined)?.env?.ELEVENLABS_API_KEY
  if (entry.env?.ELEVENLABS_API_KEY !== NO_KEY || typeof key !== 'string') return entry
  return { ...entry, env: { ...entry.env, ELEVENLABS_API_KEY: key } }
}

/** As JSON, with no secret of what stands in the file. */
function shown(value: unknown): string {
  const isSecret = /key$|token|secret|password|authorization/i
  const isHarmless = (text: string): boolean => text === NO_KEY || /^\$\{.*\}$/.test(text)
  const hide = (name: string, one: unknown): unknown =>
    typeof one === 'string' && isSecret.test(name) && !isHarmless(one) ? '(hidden)' : one
  return JSON.stringify(value, hide, 2)
}
