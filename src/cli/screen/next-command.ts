/** What a shell takes as it is. */
const PLAIN_WORD = /^[\w./:,=@%+-]+$/

/** `Next: get_conversation {"around_turn":8}` as it is typed here: `Next: get_conversation --around-turn 8`. */
export function asCommand(line: string): string {
  const [, tool, json] = /^Next: (\w+) (\{.*\})$/s.exec(line) ?? []
  const input = json === undefined ? null : objectIn(json)
  if (input === null) return line
  const flags = Object.entries(input).flatMap(([name, value]) =>
    [value].flat().map(one => `--${name.replaceAll('_', '-')} ${inShell(String(one))}`),
  )
  return `Next: ${[tool, ...flags].join(' ')}`
}

function objectIn(json: string): Record<string, unknown> | null {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

const inShell = (word: string): string => (PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
