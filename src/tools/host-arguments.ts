/**
 * What some hosts put into the arguments of every call, as if each tool took it: Cline its list of steps, n8n the facts
 * of the chat and of the call. They ask for nothing, so a call is answered without them.
 */
const ADDED_BY_HOSTS = new Set(['taskprogress', 'toolcallid', 'sessionid', 'chatinput', 'action', 'tool'])

/** The arguments that are meant for the tool, and the names of the others. */
export function withoutHostArguments(
  given: unknown,
  shape: Record<string, unknown>,
): { own: unknown; setAside: string[] } {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return { own: given, setAside: [] }
  const isAdded = (name: string): boolean =>
    !Object.hasOwn(shape, name) && ADDED_BY_HOSTS.has(name.replaceAll('_', '').toLowerCase())
  const setAside = Object.keys(given).filter(isAdded)
  if (setAside.length === 0) return { own: given, setAside }
  return { own: Object.fromEntries(Object.entries(given).filter(([name]) => !setAside.includes(name))), setAside }
}

/** Says so in the answer. */
export const setAsideNotes = ({ setAside = [] }: { setAside?: readonly string[] }): string[] =>
  setAside.length === 0 ? [] : [`Ignored, as hosts add it to every call: ${setAside.join(', ')}.`]
